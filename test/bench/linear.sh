# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# Ten times as much takes ten times as long. Start-up makes small files dear, so that growth has to be real. What is small
# is done as often as makes it last as long: a moment in which the machine is fast would else be its best time.
most=1.3
enough="--limit findings=10000000 --limit resources=10000000 --limit steps=1000000000 --limit memory=16G"
often() { # TIMES COMMAND
    printf 'i=0; while [ $((i += 1)) -le %s ]; do %s; done' "$1" "$2"
}
for language in json bicep; do
    for n in 300 3000 30000; do
        template "$language" $n 4 > "$work/$n.$language"
    done
    measure "linear.$language" "${RUNS:-7}" 300 "$(often 100 "$lint $enough $work/300.$language")" \
        3000 "$(often 10 "$lint $enough $work/3000.$language")" 30000 "$lint $enough $work/30000.$language"
done

title 'size and cost'
before=
for file in 300.json 3000.json 30000.json 300.bicep 3000.bicep 30000.bicep; do
    language=${file#*.}
    n=${file%.*}
    [ "$n" != 300 ] || before=
    bytes=$(size "$work/$file")
    each=$(awk "BEGIN { printf \"%.1f\", $(cpu "linear.$language" "$n") * $n / 30000 / $bytes * 1e9 }")
    growth=${before:+$(calc "$each / $before")}
    row "$language, $n resources, $((bytes / 1000)) KB" \
        "$each ns a byte${growth:+, $growth times the one before}" "$(peak "linear.$language" "$n")"
    if [ -n "$growth" ] && awk "BEGIN { exit !($growth > $most) }"; then
        failed="$failed$language: a byte of $n resources costs $growth times as much as with a tenth of them; "
    fi
    before=$each
done
rm -f "$work"/*.json "$work"/*.bicep
