/* Which quotation marks belong together: the same as framing/languages/quotations.py does, token by token. */

#include <stdlib.h>
#include <string.h>

#include "shapes.h"

/* What is open: the letter of the mark that opened it, 0 for nothing; and whether its quotation so far ends in a stop. */
typedef struct {
    uint8_t opened;
    uint8_t stop;
    int64_t at;
} State;

typedef struct {
    int64_t *first, *end;
    uint8_t *sentence;
    int64_t count;
} Quotations;

static uint8_t opening(uint8_t letter)
{
    switch (letter) {
    case 'O':
    case 'T':
        return 'O';
    case 'o':
    case 't':
        return 'o';
    case 'P':
    case 'R':
        return 'P';
    default:
        return 0;
    }
}

static int closes(uint8_t opened, uint8_t letter)
{
    if (letter == 'N')
        return 1;
    switch (opened) {
    case 'O':
        return letter == 'C' || letter == 'T';
    case 'o':
        return letter == 'c' || letter == 't';
    default:
        return letter == 'Q' || letter == 'R';
    }
}

static int is_single(uint8_t letter)
{
    return letter == 'o' || letter == 'c' || letter == 't';
}

/* Go on by the letters before one token; a quotation that closes there is added. */
static void step(State *state, Quotations *found, int64_t token, const uint8_t *letters, int64_t count, int singles)
{
    int inherited = state->opened != 0, closed = 0, sentence = 0;
    for (int64_t place = 0; place < count; place++) {
        uint8_t letter = letters[place];
        if (!singles && is_single(letter))
            continue;
        if (!state->opened) {
            state->opened = opening(letter);
            state->stop = 0;
            continue;
        }
        if (closes(state->opened, letter)) {
            if (inherited) {
                closed = !(state->opened == 'o' && letter == 'N');
                sentence = state->stop;
            }
            state->opened = 0;
            inherited = 0;
        }
        state->stop = letter == 'S';
    }
    state->stop = state->stop && state->opened;
    if (closed && token > state->at) {
        found->first[found->count] = state->at;
        found->end[found->count] = token;
        found->sentence[found->count++] = (uint8_t)sentence;
    }
    if (state->opened && !inherited)
        state->at = token;
}

static void append(Quotations *found, Quotations *beneath)
{
    size_t count = (size_t)beneath->count;
    memcpy(found->first + found->count, beneath->first, count * sizeof *found->first);
    memcpy(found->end + found->count, beneath->end, count * sizeof *found->end);
    memcpy(found->sentence + found->count, beneath->sentence, count);
    found->count += beneath->count;
}

/* Write the quotations of `count` letters, each with the token behind it, ascending; returns how many.

   There is room for twice as many as there are letters. */
FRAMING_API int64_t framing_quotations(int64_t count, const int64_t *token, const uint8_t *letter, int64_t *first,
                                       int64_t *end, uint8_t *sentence)
{
    if (!count)
        return 0;
    int64_t *places = malloc((size_t)count * 2 * sizeof *places);
    uint8_t *flags = malloc((size_t)count);
    if (!places || !flags) {
        free(places);
        free(flags);
        return FRAMING_NO_MEMORY;
    }
    Quotations found = {first, end, sentence, 0}, beneath = {places, places + count, flags, 0};
    State state = {0, 0, 0}, other = {0, 0, 0};
    for (int64_t begin = 0, stop; begin < count; begin = stop) {
        for (stop = begin + 1; stop < count && token[stop] == token[begin]; stop++)
            ;
        int single = state.opened == 'o';
        int64_t known = found.count;
        if (single) /* Until it closes: what the other marks say if it was an apostrophe. */
            step(&other, &beneath, token[begin], letter + begin, stop - begin, 0);
        step(&state, &found, token[begin], letter + begin, stop - begin, 1);
        if (single && (state.opened != 'o' || state.at == token[begin])) {
            if (found.count == known)
                append(&found, &beneath);
            beneath.count = 0;
            other.opened = other.stop = 0;
        }
    }
    free(places);
    free(flags);
    return found.count;
}
