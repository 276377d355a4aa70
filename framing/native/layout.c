/* Pieces laid out as words, and stretches of words cut out of the text: as framing/scoring/pieces.py has them. */

#include <string.h>

#include "shapes.h"

/* Lay out the words of pieces.

   Writes word_first (pieces + 1), start (pieces), units and flags (words); `noted`, the pieces with events, and
   `stopped`, the ends of paragraphs that close with a bit of `stops` behind their last word, whose numbers go to
   `counts`. A paragraph's first word gets the bit `head`; it and words behind a tail lose the bit `blank`. */
FRAMING_API int64_t framing_lay_out(const Units *known, int64_t pieces, const int32_t *ids, int64_t paragraphs,
                                    const int64_t *paragraph_first, int64_t words, int32_t head, int32_t blank,
                                    int32_t stops, int64_t *word_first, int64_t *start, int32_t *units,
                                    int32_t *flags, int64_t *noted, int64_t *stopped, int64_t *counts)
{
    int64_t word = 0, chars = 0;
    counts[0] = counts[1] = 0;
    for (int64_t paragraph = 0; paragraph < paragraphs; paragraph++) {
        int64_t piece = paragraph_first[paragraph], end = paragraph_first[paragraph + 1], begin = word;
        int32_t tail = 0;
        if (piece < 0 || end < piece || end > pieces)
            return FRAMING_BROKEN;
        for (; piece < end; piece++) {
            int64_t id = ids[piece];
            if (id < 0 || id >= known->pieces)
                return FRAMING_BROKEN;
            int64_t unit = known->unit_first[id], last = unit + known->unit_count[id];
            if (unit < 0 || last < unit || last > known->units || word + (last - unit) > words)
                return FRAMING_BROKEN;
            word_first[piece] = word;
            start[piece] = chars;
            chars += (int64_t)known->chars[id] + 1;
            if (known->event_first[id + 1] > known->event_first[id])
                noted[counts[0]++] = piece;
            if (unit < last) {
                int32_t own = known->flags[unit];
                if (word == begin)
                    own |= head;
                own |= tail;
                flags[word] = tail || word == begin ? own & ~blank : own;
                units[word++] = (int32_t)unit;
                tail = 0;
                for (unit++; unit < last; unit++) {
                    flags[word] = known->flags[unit];
                    units[word++] = (int32_t)unit;
                }
            }
            tail |= known->tails[id];
        }
        if (word > begin && (tail & stops))
            stopped[counts[1]++] = word;
    }
    word_first[pieces] = word;
    return word;
}

/* Number sentences: a token with a bit of `surely` begins one, one with a bit of `perhaps` unless the token before it
   has a bit of `unless`. Returns how many there are; their first tokens go to `begins`. */
FRAMING_API int64_t framing_sentences(int64_t count, const int32_t *flags, int32_t surely, int32_t perhaps,
                                      int32_t unless, int64_t *begins, int32_t *sentence)
{
    int64_t found = 0;
    for (int64_t token = 0; token < count; token++) {
        if (!token || (flags[token] & surely) || ((flags[token] & perhaps) && !(flags[token - 1] & unless)))
            begins[found++] = token;
        sentence[token] = (int32_t)(found - 1);
    }
    return found;
}

/* The byte behind so many code points from a byte on. */
static int64_t forward(const uint8_t *text, int64_t size, int64_t at, int64_t chars)
{
    while (chars > 0 && at < size) {
        at++;
        while (at < size && (text[at] & 0xC0) == 0x80)
            at++;
        chars--;
    }
    return at;
}

/* Copy stretches of a text, a line break behind each, to `copies`; returns how many bytes, or the bytes that are needed
   where there is less room.

   A stretch begins so many code points behind the first byte of its piece, and has so many. Those of one long piece
   follow each other, so that its letters are counted once. */
FRAMING_API int64_t framing_slices(int64_t size, const uint8_t *text, int64_t pieces, const int64_t *byte_first,
                                   int64_t count, const int64_t *piece, const int64_t *before, const int64_t *chars,
                                   int64_t room, uint8_t *copies)
{
    int64_t written = 0, last = -1, passed = 0, at = 0;
    for (int64_t slice = 0; slice < count; slice++) {
        if (piece[slice] < 0 || piece[slice] >= pieces || before[slice] < 0 || chars[slice] < 0 ||
            byte_first[piece[slice]] < 0 || byte_first[piece[slice]] > size)
            return FRAMING_BROKEN;
        if (piece[slice] != last || before[slice] < passed) {
            at = byte_first[piece[slice]];
            passed = 0;
        }
        at = forward(text, size, at, before[slice] - passed);
        passed = before[slice];
        last = piece[slice];
        int64_t end = forward(text, size, at, chars[slice]);
        if (written + (end - at) + 1 <= room) {
            memcpy(copies + written, text + at, (size_t)(end - at));
            copies[written + end - at] = '\n';
        }
        written += end - at + 1;
    }
    return written;
}
