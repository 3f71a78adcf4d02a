// SQLite's variadic functions and cast constants, which Swift cannot import, as functions.
#ifndef WAYLEAVE_CSQLITE_SHIM_H
#define WAYLEAVE_CSQLITE_SHIM_H

#include <sqlite3.h>

#endif
