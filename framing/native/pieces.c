/* Fields cut at spaces and line breaks into pieces, and these numbered: what framing/scoring/pieces.py lets Polars do. */

#include <string.h>

#include "shapes.h"

enum { DONE = 0, FULL = 1 };

#define ONES 0x0101010101010101u
#define TOPS 0x8080808080808080u

/* The lowest bit set is the top of the first byte of a word that is 0; those above it may be wrong. */
static uint64_t zeros(uint64_t word)
{
    return (word - ONES) & ~word & TOPS;
}

/* The first byte that has its top bit set; one does. */
static int64_t lowest_byte(uint64_t marks)
{
#if defined(__GNUC__)
    return __builtin_ctzll(marks) >> 3;
#else
    int64_t bytes = 0;
    while (!(marks >> (8 * bytes + 7) & 1))
        bytes++;
    return bytes;
#endif
}

/* Eight bytes, the first in the lowest bits; 0 beyond the end. */
static uint64_t eight(const uint8_t *from, int64_t left)
{
    uint64_t word = 0;
    if (left >= 8) /* Compilers make one load of it. */
        return (uint64_t)from[0] | (uint64_t)from[1] << 8 | (uint64_t)from[2] << 16 | (uint64_t)from[3] << 24 |
               (uint64_t)from[4] << 32 | (uint64_t)from[5] << 40 | (uint64_t)from[6] << 48 | (uint64_t)from[7] << 56;
    for (; left > 0; left--)
        word = word << 8 | from[left - 1];
    return word;
}

/* Where the piece that begins at `at` ends, with a space, a line break or the field; and its hash.

   Mixes as MurmurHash3 does. The seed differs from process to process, so that nobody can write a text whose pieces all
   meet in one slot; numbers do not depend on it. */
static int64_t piece_end(const uint8_t *text, int64_t at, int64_t end, uint64_t seed, uint64_t *found)
{
    uint64_t hash = seed, word;
    for (;; at += 8) {
        int64_t left = end - at;
        word = eight(text + at, left);
        uint64_t marks = zeros(word ^ (ONES * ' ')) | zeros(word ^ (ONES * '\n'));
        int64_t bytes = 0;
        if (marks)
            bytes = lowest_byte(marks);
        if (!marks || bytes > left)
            bytes = left < 8 ? left : 8;
        if (bytes < 8)
            word &= ((uint64_t)1 << (8 * bytes)) - 1;
        hash = (hash ^ word) * 0x9FB21C651E98DF25u;
        hash ^= hash >> 32;
        if (bytes < 8) {
            at += bytes;
            hash = (hash ^ (uint64_t)bytes) * 0xC4CEB9FE1A85EC53u;
            *found = hash ^ (hash >> 29);
            return at;
        }
    }
}

/* The slot of a piece: its own, or the free one where it belongs. */
static int64_t slot_of(const Table *table, uint64_t hash, const uint8_t *letters, int64_t size)
{
    int64_t mask = table->slot_count - 1, slot = (int64_t)(hash & (uint64_t)mask);
    for (; table->slots[slot]; slot = (slot + 1) & mask) {
        if (table->slots[slot] >> 32 != hash >> 32)
            continue;
        int64_t piece = (int64_t)(table->slots[slot] & 0xFFFFFFFFu) - 1;
        int64_t begin = table->begins[piece];
        if (table->begins[piece + 1] - begin == size + 1 && !memcmp(table->letters + begin, letters, (size_t)size))
            break;
    }
    return slot;
}

/* Fill the slots of a table from its hashes, after it has got more slots; they are all 0. */
FRAMING_API int64_t framing_rehash(Table *table)
{
    int64_t mask = table->slot_count - 1;
    if (table->slot_count <= 0 || (table->slot_count & mask) || 2 * table->known > table->slot_count)
        return FRAMING_BROKEN;
    for (int64_t piece = 0; piece < table->known; piece++) {
        int64_t slot = (int64_t)(table->hashes[piece] & (uint64_t)mask);
        while (table->slots[slot])
            slot = (slot + 1) & mask;
        table->slots[slot] = (table->hashes[piece] >> 32 << 32) | (uint64_t)(piece + 1);
    }
    return DONE;
}

/* The number of a piece, which is learned if it is new; -1 where there is no room for it. */
static int64_t number_of(Table *table, uint64_t hash, const uint8_t *letters, int64_t size)
{
    int64_t slot = slot_of(table, hash, letters, size), begin = table->begins[table->known];
    if (table->slots[slot])
        return (int64_t)(table->slots[slot] & 0xFFFFFFFFu) - 1;
    if (table->known >= table->room || 2 * (table->known + 1) > table->slot_count ||
        begin + size + 1 > table->letters_room)
        return -1;
    memcpy(table->letters + begin, letters, (size_t)size);
    table->letters[begin + size] = ' ';
    table->begins[table->known + 1] = begin + size + 1;
    table->hashes[table->known] = hash;
    table->slots[slot] = (hash >> 32 << 32) | (uint64_t)(table->known + 1);
    return table->known++;
}

/* Cut fields, which lie end to end in `text` up to their `ends`.

   Writes, for up to `room` pieces, their numbers and first bytes; for up to `paragraphs` paragraphs their first pieces;
   and the first piece of each field. Returns 1 where the table is full: it is to be called again with a larger one. */
FRAMING_API int64_t framing_cut(Table *table, const uint8_t *text, int64_t size, int64_t fields, const int64_t *ends,
                                Cutting *cutting, int64_t room, int32_t *ids, int64_t *byte_first, int64_t paragraphs,
                                int64_t *paragraph_first, int64_t *field_first)
{
    for (; cutting->field < fields; cutting->field++, cutting->opened = 0) {
        int64_t end = ends[cutting->field], at = cutting->at;
        if (end < at || end > size)
            return FRAMING_BROKEN;
        if (!cutting->opened) {
            if (cutting->paragraphs >= paragraphs)
                return FRAMING_BROKEN;
            field_first[cutting->field] = cutting->pieces;
            paragraph_first[cutting->paragraphs++] = cutting->pieces;
            cutting->opened = 1;
        }
        for (int64_t stop;; at = stop + 1) {
            uint64_t hash;
            stop = piece_end(text, at, end, table->seed, &hash);
            if (cutting->pieces >= room)
                return FRAMING_BROKEN;
            int64_t number = number_of(table, hash, text + at, stop - at);
            if (number < 0) {
                cutting->at = at;
                cutting->needed = stop - at + 1;
                return FULL;
            }
            ids[cutting->pieces] = (int32_t)number;
            byte_first[cutting->pieces++] = at;
            if (stop == end)
                break;
            if (text[stop] == '\n') {
                if (cutting->paragraphs >= paragraphs)
                    return FRAMING_BROKEN;
                paragraph_first[cutting->paragraphs++] = cutting->pieces;
            }
        }
        cutting->at = end;
    }
    return DONE;
}
