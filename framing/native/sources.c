/* Which sources the library was built from, so that one built from others is not taken for this one. */

#include "shapes.h"

#ifndef FRAMING_SOURCES
#define FRAMING_SOURCES ""
#endif

FRAMING_API const char *framing_sources = FRAMING_SOURCES;
