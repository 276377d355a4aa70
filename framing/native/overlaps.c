/* Which of overlapping matches are kept: the same as framing/scoring/matching.py does with arrays. */

#include <stdlib.h>
#include <string.h>

#include "shapes.h"

typedef struct {
    const int64_t *pattern, *first, *last;
    const int64_t *group;
    const int32_t *lengths;
} Spans;

static int by_place(const Spans *spans, int64_t left, int64_t right)
{
    if (spans->group[left] != spans->group[right])
        return spans->group[left] < spans->group[right] ? -1 : 1;
    if (spans->first[left] != spans->first[right])
        return spans->first[left] < spans->first[right] ? -1 : 1;
    return (spans->pattern[left] > spans->pattern[right]) - (spans->pattern[left] < spans->pattern[right]);
}

/* The longest first; of equally long ones that with more slots, then the first in the text and in the lexicon. */
static int by_rank(const Spans *spans, int64_t left, int64_t right)
{
    int64_t more = (spans->last[left] - spans->first[left]) - (spans->last[right] - spans->first[right]);
    if (more)
        return more > 0 ? -1 : 1;
    int32_t slots = spans->lengths[spans->pattern[left]], others = spans->lengths[spans->pattern[right]];
    if (slots != others)
        return slots > others ? -1 : 1;
    if (spans->first[left] != spans->first[right])
        return spans->first[left] < spans->first[right] ? -1 : 1;
    return (spans->pattern[left] > spans->pattern[right]) - (spans->pattern[left] < spans->pattern[right]);
}

typedef int (*Order)(const Spans *, int64_t, int64_t);

/* Stable merge sort from short runs upwards; runs that are in order already are not merged. */
static void sort(const Spans *spans, Order order, int64_t *members, int64_t *spare, int64_t count)
{
    enum { SHORT = 8 };
    for (int64_t begin = 0; begin < count; begin += SHORT) {
        int64_t end = begin + SHORT < count ? begin + SHORT : count;
        for (int64_t place = begin + 1; place < end; place++) {
            int64_t member = members[place], hole = place;
            for (; hole > begin && order(spans, members[hole - 1], member) > 0; hole--)
                members[hole] = members[hole - 1];
            members[hole] = member;
        }
    }
    for (int64_t width = SHORT; width < count; width *= 2)
        for (int64_t begin = 0; begin + width < count; begin += 2 * width) {
            int64_t middle = begin + width, end = middle + width < count ? middle + width : count;
            if (order(spans, members[middle - 1], members[middle]) <= 0)
                continue;
            memcpy(spare, members + begin, (size_t)width * sizeof *spare);
            int64_t left = 0, right = middle, place = begin;
            while (left < width && right < end)
                members[place++] = order(spans, spare[left], members[right]) <= 0 ? spare[left++] : members[right++];
            memcpy(members + place, spare + left, (size_t)(width - left) * sizeof *spare);
        }
}

/* Keep the spans of one cluster that, each in its turn by rank, find all their tokens free. */
static int64_t keep(const Spans *spans, int64_t *members, int64_t *ranked, int64_t *spare, int64_t count,
                    uint8_t *taken, int64_t *kept)
{
    int64_t begin = spans->first[members[0]], found = 0;
    memcpy(ranked, members, (size_t)count * sizeof *ranked);
    sort(spans, by_rank, ranked, spare, count);
    for (int64_t turn = 0; turn < count; turn++) {
        int64_t first = spans->first[ranked[turn]] - begin, last = spans->last[ranked[turn]] - begin;
        if (memchr(taken + first, 1, (size_t)(last - first + 1)))
            ranked[turn] = -1;
        else
            memset(taken + first, 1, (size_t)(last - first + 1));
    }
    /* The kept ones do not overlap: in the order of their places they are those of their first tokens. */
    for (int64_t turn = 0; turn < count; turn++)
        if (ranked[turn] >= 0) {
            int64_t first = spans->first[ranked[turn]] - begin, last = spans->last[ranked[turn]] - begin;
            memset(taken + first, 0, (size_t)(last - first + 1));
            spare[found++] = ranked[turn];
        }
    memcpy(kept, spare, (size_t)found * sizeof *kept);
    sort(spans, by_place, kept, spare, found);
    return found;
}

/* Write the numbers of the matches that are kept to `kept`, by group, then by place; returns how many.

   `tokens` bounds the tokens, `patterns` the patterns that `lengths` has. */
FRAMING_API int64_t framing_longest(int64_t count, int64_t tokens, int64_t patterns, const int64_t *pattern,
                                    const int64_t *first, const int64_t *last, const int64_t *group,
                                    const int32_t *lengths, int64_t *kept)
{
    if (!count)
        return 0;
    for (int64_t match = 0; match < count; match++)
        if (pattern[match] < 0 || pattern[match] >= patterns || first[match] < 0 || last[match] < first[match] ||
            last[match] >= tokens)
            return FRAMING_BROKEN;
    Spans spans = {pattern, first, last, group, lengths};
    int64_t *members = malloc((size_t)count * 3 * sizeof *members), found = 0;
    uint8_t *taken = calloc((size_t)tokens, 1);
    if (!members || !taken) {
        free(members);
        free(taken);
        return FRAMING_NO_MEMORY;
    }
    int64_t *spare = members + count, *ranked = spare + count;
    for (int64_t match = 0; match < count; match++)
        members[match] = match;
    sort(&spans, by_place, members, spare, count);
    for (int64_t begin = 0, end; begin < count; begin = end) {
        int64_t reach = last[members[begin]];
        for (end = begin + 1; end < count && group[members[end]] == group[members[begin]] && first[members[end]] <= reach;
             end++)
            if (last[members[end]] > reach)
                reach = last[members[end]];
        if (end - begin == 1)
            kept[found++] = members[begin];
        else
            found += keep(&spans, members + begin, ranked, spare, end - begin, taken, kept + found);
    }
    free(members);
    free(taken);
    return found;
}
