# SPDX-License-Identifier: MIT
"""config_schema.py SCHEMA FILE...: whether configurations hold to the schema, which is checked first."""
import json
import re
import sys

import jsonschema

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
for name in sys.argv[2:]:
    text = open(name).read()
    without_comments = re.sub(r'("(?:[^"\\\\]|\\\\.)*")|//[^\n]*', lambda m: m.group(1) or '', text)
    jsonschema.Draft7Validator(schema).validate(json.loads(without_comments))
