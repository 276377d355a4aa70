/* Where patterns stand among the words of a batch. The same as framing/scoring/walking.py does with arrays, one
   candidate after the other. */

#include "shapes.h"

/* 2^64 over the golden ratio: the upper six bits of a product with it say which bit of a set a slot has. */
#define GOLDEN 0x9E3779B97F4A7C15u
#define ALL_SLOTS UINT64_MAX

static int has_slot(uint64_t set, int32_t slot)
{
    return (int)(set >> (((uint64_t)(uint32_t)slot * GOLDEN) >> 58) & 1);
}

/* Whether a key fills a slot. */
static int fills(const Keys *keys, int32_t key, int32_t slot)
{
    if (key < 0 || key >= keys->count || slot < 0 || !has_slot(keys->fillable[key], slot))
        return 0;
    int64_t low = keys->filled.first[key], high = keys->filled.first[key + 1];
    if (low < 0 || high > keys->filled.size)
        return 0;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (keys->filled.members[middle] < slot)
            low = middle + 1;
        else
            high = middle;
    }
    return low < keys->filled.first[key + 1] && keys->filled.members[low] == slot;
}

/* The nearest token beyond `edge` that fills the slot at `position`, or -1. */
static int64_t step(const Tokens *tokens, const Keys *keys, const Patterns *patterns, int64_t pattern,
                    int64_t position, int64_t edge, int64_t low, int64_t high, int direction)
{
    int32_t slot = patterns->slots[pattern * patterns->width + position];
    /* The gap is written before the right-hand slot of the two. */
    int64_t written = pattern * (patterns->width + 1) + (direction == 1 ? position : position + 1);
    int64_t most = (int64_t)patterns->gaps[written] + 1;
    int64_t most_particles = patterns->particles[written] ? (int64_t)patterns->most_particles + 1 : 0;
    int only_particles = 1;
    for (int64_t distance = 1;; distance++) {
        int64_t token = edge + direction * distance;
        if (token < low || token >= high || (distance > most && !(only_particles && distance <= most_particles)))
            return -1;
        if (fills(keys, tokens->keys[token], slot))
            return token;
        only_particles &= (tokens->flags[token] & patterns->particle) != 0;
    }
}

/* The last token of a pattern whose slots from `position` on stand beside `edge`, in its sentence; -1 for none. */
static int64_t walk(const Tokens *tokens, const Keys *keys, const Patterns *patterns, int64_t pattern,
                    int64_t position, int64_t edge, int direction)
{
    int64_t sentence = tokens->sentence[edge];
    if (sentence < 0 || sentence >= tokens->sentences)
        return -1;
    int64_t low = tokens->begins[sentence], high = tokens->ends[sentence];
    if (low < 0 || high > tokens->count)
        return -1;
    while (position >= 0 && position < patterns->lengths[pattern] && position < patterns->width && edge >= 0) {
        edge = step(tokens, keys, patterns, pattern, position, edge, low, high, direction);
        position += direction;
    }
    return edge;
}

/* Follow a pattern from its anchor to both ends; 0 where it does not stand there. */
static int follow(const Tokens *tokens, const Keys *keys, const Patterns *patterns, int64_t pattern, int64_t anchor,
                  int64_t *first, int64_t *last)
{
    int32_t side = patterns->sides[pattern];
    if (side) {
        int64_t beside = anchor + side;
        if (beside < 0 || beside >= tokens->count)
            return 0;
        int32_t key = tokens->keys[beside];
        if (key < 0 || key >= keys->count || !has_slot(keys->fillable[key], patterns->side_slots[pattern]))
            return 0;
    }
    int64_t position = patterns->anchors[pattern];
    *last = walk(tokens, keys, patterns, pattern, position + 1, anchor, 1);
    if (*last < 0)
        return 0;
    *first = walk(tokens, keys, patterns, pattern, position - 1, anchor, -1);
    return *first >= 0;
}

/* Whether some pattern anchored in a word may stand there, for the words beside it. */
static int may_be_met(const Tokens *tokens, const Keys *keys, int64_t token, int32_t key)
{
    if (!keys->wanted)
        return 1;
    const uint64_t *wanted = keys->wanted + 2 * (int64_t)key;
    if (wanted[0] == ALL_SLOTS)
        return 1;
    int32_t before = tokens->keys[token > 0 ? token - 1 : 0];
    int32_t after = tokens->keys[token + 1 < tokens->count ? token + 1 : token];
    if (before < 0 || before >= keys->count || after < 0 || after >= keys->count)
        return 0;
    return (wanted[0] & keys->fillable[before]) != 0 || (wanted[1] & keys->fillable[after]) != 0;
}

/* Bounds of a key's list; 0 where it is empty or broken. */
static int list_of(const Lists *lists, int32_t key, int64_t *begin, int64_t *end)
{
    if (key < 0 || key >= lists->count)
        return 0;
    *begin = lists->first[key];
    *end = lists->first[key + 1];
    return *begin >= 0 && *begin < *end && *end <= lists->size;
}

/* All places of the patterns in `anchored`, by anchor and then in the list's order.

   Only tokens with the bit `asked` are looked at. Returns how many places were written to `first`, `last`, `pattern`;
   all tokens are done when progress->at == tokens->count. */
FRAMING_API int64_t framing_places(const Tokens *tokens, const Keys *keys, const Patterns *patterns,
                                   const Lists *anchored, int32_t asked, Progress *progress, int64_t room,
                                   int64_t *first, int64_t *last, int64_t *pattern)
{
    int64_t found = 0, member = progress->within;
    for (int64_t token = progress->at; token < tokens->count; token++, member = 0) {
        int64_t begin, end;
        int32_t key = tokens->keys[token];
        if (!(tokens->flags[token] & asked) || !list_of(anchored, key, &begin, &end) || key >= keys->count ||
            !may_be_met(tokens, keys, token, key))
            continue;
        for (int64_t place = begin + member; place < end; place++) {
            if (found == room || progress->steps-- <= 0) {
                progress->at = token;
                progress->within = place - begin;
                return found;
            }
            int64_t number = anchored->members[place];
            if (number < 0 || number >= patterns->count)
                return FRAMING_BROKEN;
            if (follow(tokens, keys, patterns, number, token, first + found, last + found))
                pattern[found++] = number;
        }
    }
    progress->at = tokens->count;
    progress->within = 0;
    return found;
}

/* Which matches have a context of their entry in their sentence.

   `sentence` (ascending) and `owner` are those of the matches; `wanted` and `met` have an element an entry, all 0.
   All matches are done when progress->at == count. */
FRAMING_API int64_t framing_within(const Tokens *tokens, const Keys *keys, const Patterns *patterns,
                                   const Lists *contexts, int64_t count, const int32_t *sentence,
                                   const int64_t *owner, int64_t *wanted, int64_t *met, uint8_t *forbidden,
                                   Progress *progress)
{
    int64_t begin = progress->at;
    while (begin < count && progress->steps > 0) {
        int64_t end = begin, number = sentence[begin], stamp = number + 1, first, last, listed, stop;
        if (number < 0 || number >= tokens->sentences)
            return FRAMING_BROKEN;
        for (; end < count && sentence[end] == number; end++) {
            if (owner[end] < 0 || owner[end] >= patterns->entries)
                return FRAMING_BROKEN;
            wanted[owner[end]] = stamp;
        }
        int64_t token = tokens->begins[number], behind = tokens->ends[number];
        if (token < 0 || behind > tokens->count)
            return FRAMING_BROKEN;
        for (; token < behind; token++) {
            if (!list_of(contexts, tokens->keys[token], &listed, &stop))
                continue;
            progress->steps -= stop - listed;
            for (; listed < stop; listed++) {
                int64_t pattern = contexts->members[listed];
                if (pattern < 0 || pattern >= patterns->count)
                    return FRAMING_BROKEN;
                int64_t entry = patterns->owners[pattern];
                if (entry < 0 || entry >= patterns->entries)
                    return FRAMING_BROKEN;
                if (wanted[entry] == stamp && met[entry] != stamp &&
                    follow(tokens, keys, patterns, pattern, token, &first, &last))
                    met[entry] = stamp;
            }
        }
        for (; begin < end; begin++)
            forbidden[begin] = met[owner[begin]] == stamp;
        progress->steps--;
    }
    progress->at = begin;
    return begin;
}

/* Mark in `forbidden` the matches that have a context of their entry directly beside their edge.

   `contexts` are lists of patterns by entry. All matches are done when progress->at == count. */
FRAMING_API int64_t framing_beside(const Tokens *tokens, const Keys *keys, const Patterns *patterns,
                                   const Lists *contexts, int64_t count, const int64_t *owner, const int64_t *edge,
                                   int32_t direction, uint8_t *forbidden, Progress *progress)
{
    int64_t match = progress->at;
    for (; match < count && progress->steps > 0; match++) {
        int64_t begin, end;
        progress->steps--;
        if (owner[match] < 0 || owner[match] >= contexts->count || edge[match] < 0 || edge[match] >= tokens->count)
            return FRAMING_BROKEN;
        if (!list_of(contexts, (int32_t)owner[match], &begin, &end))
            continue;
        for (; begin < end && !forbidden[match]; begin++) {
            int64_t pattern = contexts->members[begin];
            if (pattern < 0 || pattern >= patterns->count)
                return FRAMING_BROKEN;
            progress->steps--;
            int64_t position = direction == 1 ? 0 : patterns->lengths[pattern] - 1;
            forbidden[match] = walk(tokens, keys, patterns, pattern, position, edge[match], direction) >= 0;
        }
    }
    progress->at = match;
    return match;
}
