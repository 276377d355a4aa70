/* The arrays that the functions of this folder read, as Python lays them out (framing/native/library.py).

   Every function checks each number that it is about to use as an index, and gives up with FRAMING_BROKEN rather than
   read or write beside an array: numbers come from arrays that grew out of texts of strangers. */

#ifndef FRAMING_SHAPES_H
#define FRAMING_SHAPES_H

#include <stdint.h>

#if defined(_WIN32)
#define FRAMING_API __declspec(dllexport)
#else
#define FRAMING_API __attribute__((visibility("default")))
#endif

/* Returned where an index lies outside its array, or where there is no memory. */
#define FRAMING_BROKEN (-1)
#define FRAMING_NO_MEMORY (-2)

/* The words of a batch. */
typedef struct {
    int64_t count;
    const int32_t *keys;     /* token -> key */
    const int32_t *flags;    /* token -> Flag and Cue bits */
    const int32_t *sentence; /* token -> sentence */
    int64_t sentences;
    const int64_t *begins; /* sentence -> its first token */
    const int64_t *ends;   /* sentence -> the token after its last */
} Tokens;

/* A list a key, end to end: that of key k is members[first[k]] to members[first[k + 1] - 1]. */
typedef struct {
    int64_t count; /* of keys */
    int64_t size;  /* of members */
    const int64_t *first;
    const int32_t *members;
} Lists;

/* What is known of keys. */
typedef struct {
    int64_t count;
    const uint64_t *wanted;   /* key -> two sets of slots, for the words left and right of it; NULL: not asked */
    const uint64_t *fillable; /* key -> set of slots */
    Lists filled;             /* key -> slots, ascending */
} Keys;

/* The patterns of a compiled lexicon; arrays of two dimensions are row after row. */
typedef struct {
    int64_t count;
    int64_t width; /* most slots of one pattern */
    const int32_t *slots;     /* pattern x position */
    const int32_t *gaps;      /* pattern x (position + 1) */
    const uint8_t *particles; /* pattern x (position + 1) */
    const int32_t *lengths;
    const int32_t *anchors;
    const int32_t *sides;
    const int32_t *side_slots;
    const int32_t *owners;
    int64_t entries;       /* bound of the owners of entries and contexts */
    int32_t particle;      /* the bit of Cue.PARTICLE */
    int32_t most_particles; /* that may stand between two slots */
} Patterns;

/* What a vocabulary knows of its pieces and their units. */
typedef struct {
    int64_t pieces;
    const int32_t *chars;       /* piece -> code points */
    const int32_t *tails;       /* piece -> flags for the next word */
    const int32_t *unit_first;  /* piece -> its first unit */
    const int32_t *unit_count;  /* piece -> its units */
    const int64_t *event_first; /* piece -> its first event; one element more */
    int64_t units;
    const int32_t *flags; /* unit -> Flag and Cue bits */
} Units;

/* Pieces by their letters: an open hash table, its slots a power of two, at most half of them taken. */
typedef struct {
    int64_t slot_count;
    uint64_t *slots; /* upper half: that of a piece's hash; lower half: its number + 1; 0 where there is none */
    uint64_t seed;
    int64_t known;    /* pieces */
    int64_t room;     /* for pieces */
    uint64_t *hashes; /* of pieces */
    int64_t *begins;  /* piece -> where it begins in letters; one element more */
    uint8_t *letters; /* all pieces, a space behind each */
    int64_t letters_room;
} Table;

/* Where in the fields the cutting stands; `needed` are letters that the table has no room for. */
typedef struct {
    int64_t field;
    int64_t opened;
    int64_t at;
    int64_t pieces;
    int64_t paragraphs;
    int64_t needed;
} Cutting;

/* How far a function has come: it returns when its room or its steps are used up, and goes on when called again. */
typedef struct {
    int64_t at;
    int64_t within;
    int64_t steps;
} Progress;

#endif
