/* SPDX-License-Identifier: MIT */
/* ELF, as far as it takes: every part that would be mapped lies in the file, and there is an `armlint_module`
 * of the right size. Where programs are of another format, the dynamic linker has to find out by itself. */
#include "lint/shared_object.h"

#include "armlint_rule.h"
#include "base/files.h"

#ifdef __ELF__
#include <elf.h>

#if UINTPTR_MAX > 0xffffffffu
typedef Elf64_Ehdr file_header;
typedef Elf64_Phdr segment;
typedef Elf64_Shdr section;
typedef Elf64_Sym symbol;
enum { CLASS = ELFCLASS64 };
#else
typedef Elf32_Ehdr file_header;
typedef Elf32_Phdr segment;
typedef Elf32_Shdr section;
typedef Elf32_Sym symbol;
enum { CLASS = ELFCLASS32 };
#endif

static const char cut_short[] = "the file is cut short or damaged";

/* Copies a part of the file, which need not be aligned there; false when it is not all there. */
static bool take(void *out, size_t size, al_str file, uint64_t offset)
{
    if (offset > file.n || file.n - offset < size)
        return false;
    memcpy(out, file.s + offset, size);
    return true;
}

static unsigned char byte_order(void)
{
    const uint16_t one = 1;

    return *(const unsigned char *)&one ? ELFDATA2LSB : ELFDATA2MSB;
}

static const char *check_header(file_header *h, al_str file)
{
    if (file.n < SELFMAG || memcmp(file.s, ELFMAG, SELFMAG) != 0)
        return "it is no shared object";
    if (!take(h, sizeof *h, file, 0))
        return cut_short;
    if (h->e_ident[EI_CLASS] != CLASS || h->e_ident[EI_DATA] != byte_order())
        return "it is made for another kind of machine";
    if (h->e_type != ET_DYN)
        return "it is no shared object: link it with -shared";
    if (h->e_phentsize != sizeof(segment) || (h->e_shnum && h->e_shentsize != sizeof(section)))
        return cut_short;
    return NULL;
}

static const char *check_segments(const file_header *h, al_str file)
{
    for (uint64_t i = 0; i < h->e_phnum; i++) {
        segment s;
        if (!take(&s, sizeof s, file, h->e_phoff + i * sizeof s))
            return cut_short;
        if (s.p_type == PT_LOAD && (s.p_offset > file.n || file.n - s.p_offset < s.p_filesz))
            return cut_short;
    }
    return NULL;
}

/* Where in the file a byte of the loaded image is; past its end when it is nowhere. */
static uint64_t offset_of(const file_header *h, al_str file, uint64_t address)
{
    for (uint64_t i = 0; i < h->e_phnum; i++) {
        segment s;
        if (take(&s, sizeof s, file, h->e_phoff + i * sizeof s) && s.p_type == PT_LOAD &&
            address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
            return s.p_offset + (address - s.p_vaddr);
    }
    return file.n;
}

static bool is_named(al_str file, const section *names, const symbol *sym, al_str name)
{
    uint64_t at = names->sh_offset + sym->st_name;

    return at < file.n && file.n - at > name.n && memcmp(file.s + at, name.s, name.n) == 0 &&
           file.s[at + name.n] == '\0';
}

static bool find_in(symbol *out, al_str file, const section *table, const section *names)
{
    for (uint64_t i = 0; i < table->sh_size / sizeof *out; i++)
        if (!take(out, sizeof *out, file, table->sh_offset + i * sizeof *out))
            return false;
        else if (out->st_shndx != SHN_UNDEF && is_named(file, names, out, AL_STR("armlint_module")))
            return true;
    return false;
}

/* *has_table says whether there is a table of symbols to look in. */
static bool find_symbol(symbol *out, const file_header *h, al_str file, bool *has_table)
{
    for (uint64_t i = 0; i < h->e_shnum; i++) {
        section table, names;
        if (!take(&table, sizeof table, file, h->e_shoff + i * sizeof table) || table.sh_type != SHT_DYNSYM ||
            !take(&names, sizeof names, file, h->e_shoff + table.sh_link * (uint64_t)sizeof names))
            continue;
        *has_table = true;
        if (find_in(out, file, &table, &names))
            return true;
    }
    return false;
}

static const char *check_symbol(const file_header *h, al_str file, uint32_t header[2])
{
    bool has_table = false;
    uint32_t words[2];
    symbol sym;

    if (!find_symbol(&sym, h, file, &has_table))
        return has_table ? "it is no module of armlint: it has no 'armlint_module' (is -DAL_SHARED missing?)"
                         : NULL;
    if ((sym.st_info & 0xf) != STT_OBJECT || sym.st_size < sizeof(uint32_t[2]))
        return "it is no module of armlint: its 'armlint_module' is something else";
    if (!take(words, sizeof words, file, offset_of(h, file, sym.st_value)))
        return NULL;
    memcpy(header, words, sizeof words);
    return words[0] == AL_RULE_ABI && sym.st_size < sizeof(struct al_module) ? cut_short : NULL;
}

static const char *check(al_str file, uint32_t header[2])
{
    file_header h;
    const char *wrong = check_header(&h, file);

    if (!wrong)
        wrong = check_segments(&h, file);
    return wrong ? wrong : check_symbol(&h, file, header);
}

#else

static const char *check(al_str file, uint32_t header[2])
{
    (void)file, (void)header;
    return NULL;
}

#endif

const char *al_shared_object_wrong(al_arena *arena, const char *path, uint32_t header[2])
{
    enum { MOST = 256 << 20 };
    const char *why;
    al_str file;

    if (al_file_read(&file, &why, arena, path, MOST) != AL_OK)
        return why;
    return check(file, header);
}
