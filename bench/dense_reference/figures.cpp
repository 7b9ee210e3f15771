#include "dense_reference/figures.hpp"

namespace qonys::dense {
namespace {

template <class T>
void add(std::vector<T>& to, const std::vector<T>& from) {
    for (std::size_t k = 0; k < to.size(); ++k) to[k] += from[k];
}

void add(Matrix<std::int64_t>& to, const Matrix<std::int64_t>& from) {
    for (std::size_t k = 0; k < to.cells().size(); ++k) to.cells()[k] += from.cells()[k];
}

}  // namespace

Figures::Figures(std::size_t places, std::size_t regions)
    : births(places),
      deaths(places),
      dissolved(places),
      moves_households(places, places),
      moves_persons(places, places),
      networks_change(regions, regions) {}

Figures& Figures::operator+=(const Figures& other) {
    add(births, other.births);
    add(deaths, other.deaths);
    add(dissolved, other.dissolved);
    add(moves_households, other.moves_households);
    add(moves_persons, other.moves_persons);
    add(networks_change, other.networks_change);
    return *this;
}

}  // namespace qonys::dense
