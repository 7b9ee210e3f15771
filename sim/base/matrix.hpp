#pragma once

#include <cstddef>
#include <span>
#include <tuple>
#include <vector>

namespace qonys {

/// A dense table by two indices, rows first; flows are `[origin, destination]`.
template <class T>
class Matrix {
public:
    Matrix() = default;
    Matrix(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), cells_(rows * columns) {}

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    T& operator()(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }
    const T& operator()(std::size_t row, std::size_t column) const { return cells_[row * columns_ + column]; }
    std::span<const T> row(std::size_t row) const { return std::span(cells_).subspan(row * columns_, columns_); }
    std::span<T> row(std::size_t row) { return std::span(cells_).subspan(row * columns_, columns_); }
    std::span<T> cells() { return cells_; }
    std::span<const T> cells() const { return cells_; }

    template <class Self>
    static auto parts(Self& self) {
        return std::tie(self.rows_, self.columns_, self.cells_);
    }

private:
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::vector<T> cells_;
};

}  // namespace qonys
