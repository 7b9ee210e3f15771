// Boost.JSON is compiled here, once for the whole program: Debian's headers come without its library.
#include <boost/json/src.hpp>
