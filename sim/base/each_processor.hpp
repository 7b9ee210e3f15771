#pragma once

// The compiler makes one version of a function marked so for each of these processors, and the program chooses when it
// starts. All give the same bits: there is nothing in them but integers and additions, multiplications and divisions,
// none contracted. Sanitizers cannot choose that early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define QONYS_PROCESSOR_CLONES
#define QONYS_FOR_EACH_PROCESSOR [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define QONYS_FOR_EACH_PROCESSOR
#endif
