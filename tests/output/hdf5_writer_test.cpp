#include "output/hdf5_writer.hpp"

#include <cmath>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/hdf5_reader.hpp"
#include "tests/output/small_run.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;

/// Three places over months, in chunks that a year fills.
class GrowingDataset : public OwnFolder {
protected:
    GrowingDataset() {
        writer.scale("place", {"a", "b", "c"});
        writer.growing_scale("time", 12);
        writer.create("persons", Hdf5Number::count, {"time", "place"});
        writer.create("shares", Hdf5Number::real, {"time", "place"});
        writer.create("digest", Hdf5Number::digest, {"time"});
        writer.scale("nobody", {});
        writer.create("nothing", Hdf5Number::count, {"time", "nobody"});
    }
    void append(int months) {
        for (int month = 0; month < months; ++month) {
            const std::int64_t day = appended;
            const std::int64_t persons[] = {3 * appended, -5, std::int64_t{1} << 40};
            const double shares[] = {0.1 * static_cast<double>(appended), std::nan(""), -1e300};
            writer.append("time", std::span(&day, 1));
            writer.append("persons", persons);
            writer.append("shares", shares);
            writer.append("digest", std::uint64_t{0xFFFF'FFFF'0000'0000} + static_cast<std::uint64_t>(appended));
            writer.append("nothing", std::span<const std::int64_t>());
            ++appended;
        }
    }
    void expect_all_of_it() const {
        const Hdf5Reader read(file);
        const auto months = static_cast<std::uint64_t>(appended);
        EXPECT_THAT(read.shape("persons"), ElementsAre(months, 3));
        EXPECT_THAT(read.shape("nothing"), ElementsAre(months, 0));
        const auto times = read.integers("time");
        const auto persons = read.integers("persons");
        const auto shares = read.reals("shares");
        const auto digests = read.digests("digest");
        ASSERT_EQ(times.size(), months);
        ASSERT_EQ(persons.size(), 3 * months);
        ASSERT_EQ(shares.size(), 3 * months);
        ASSERT_EQ(digests.size(), months);
        for (std::size_t month = 0; month < months; ++month) {
            EXPECT_EQ(times[month], static_cast<std::int64_t>(month));
            EXPECT_EQ(persons[3 * month], 3 * static_cast<std::int64_t>(month));
            EXPECT_EQ(persons[3 * month + 1], -5);
            EXPECT_EQ(persons[3 * month + 2], std::int64_t{1} << 40);
            EXPECT_EQ(shares[3 * month], 0.1 * static_cast<double>(month));
            EXPECT_TRUE(std::isnan(shares[3 * month + 1]));
            EXPECT_EQ(shares[3 * month + 2], -1e300);
            EXPECT_EQ(digests[month], 0xFFFF'FFFF'0000'0000 + month);
        }
    }

    std::filesystem::path file = folder / "grown.h5";
    Hdf5Writer writer{file, Existing::refuse, Machine{2}};
    std::int64_t appended = 0;
};

TEST_F(GrowingDataset, holds_what_was_appended_whether_or_not_it_fills_its_chunks) {
    append(31);
    writer.close();
    expect_all_of_it();
}

TEST_F(GrowingDataset, may_be_saved_with_chunks_half_full_and_go_on) {
    for (const int months : {5, 4, 3, 1, 0, 26, 12}) {
        append(months);
        writer.save();
    }
    append(7);
    writer.close();
    expect_all_of_it();
}

TEST_F(GrowingDataset, may_stay_empty) {
    writer.save();
    writer.close();
    expect_all_of_it();
}

}  // namespace
}  // namespace qonys
