#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "world/world.hpp"

namespace qonys {

/// A number that attribution gives, in persons of the real country unless its name says otherwise.
struct NamedNumber {
    std::string name;     ///< "takers_persons"
    std::string meaning;  ///< for a table
    double value = 0;
};

/// How many of a group took up a programme, and how many of these would not have moved without.
struct GroupNumber {
    std::string dimension;  ///< "destination", "age of the head", ...
    std::string group;
    double takers = 0;
    double additional = 0;
};

struct AttributionFigures {
    std::vector<NamedNumber> numbers;
    std::vector<GroupNumber> groups;
    double number(std::string_view name) const;
};

/// Follows the same households through two futures and says who moved because of the difference. Rows are never used
/// again, so a household of the common past is the same (block, row) in both; households formed later are not followed.
class Attribution {
public:
    static constexpr int stay_months = 36;  ///< after which a mover counts as one who stayed

    Attribution() = default;
    /// When the two part. `months`: within so many after joining, a move in the base would have been made anyway.
    Attribution(const World& base, const World& variant, int months, double scale);
    /// After every month, of both.
    void record(const World& base, const World& variant);
    AttributionFigures figures(const Geography& geography) const;

private:
    using Key = std::uint64_t;  ///< of a household
    struct Move {
        MonthIndex month = 0;
        PlaceId origin{};
        PlaceId destination{};
        std::uint8_t size = 0;
        std::uint8_t programme = no_programme;  ///< that it joined by this move
        MonthIndex head_birth_month = 0;
        Ethnicity ethnicity{};
        Education education{};
        Tenure tenure{};
    };
    using Moves = std::unordered_map<Key, std::vector<Move>>;
    struct Refused {
        Key household = 0;
        MonthIndex month = 0;
        std::uint8_t size = 0;
        PlaceId offered{};
    };
    /// One future: where everybody lived last month, and who moved.
    struct Side {
        std::vector<std::vector<PlaceId>> places;  ///< [block, row] of the common past
        Moves moves;
        void open(const World& world);
        void record(const World& world);
    };
    /// What a taker would have done without the programme.
    enum class Without : std::uint8_t { stayed, went_elsewhere, went_there };
    Without without(Key household, const Move& taken, const Geography& geography) const;
    bool stayed(Key household, const Move& taken, const Geography& geography) const;
    void count_movers(AttributionFigures& figures, const Geography& geography) const;
    void count_refused(AttributionFigures& figures, const Geography& geography) const;

    static Key key(BlockId block, Row row) { return (std::uint64_t{index(block)} << 16U) | row; }

    int months_ = 12;
    double scale_ = 1;
    Month last_;  ///< recorded
    Side base_, variant_;
    std::vector<Refused> refused_;  ///< in the variant, first time only
};

}  // namespace qonys
