#pragma once

#include <cstdint>
#include <vector>

#include "dense_reference/arrival_rates.hpp"
#include "dense_reference/figures.hpp"
#include "dense_reference/xoshiro.hpp"
#include "model/model.hpp"

/// The core of the model as a competent engineer writes it in an afternoon: every month, every household and every
/// person is asked, in a plain OpenMP loop. The tests hold the engine against it; the benchmarks measure what the
/// engine saves.
///
/// It shares the parameters and the tables by cell (Demography's hazards, Migration::Hazards and Choices) with the
/// engine, since these are the model; loops, random numbers, storage and counting are its own. Random numbers come from
/// one generator per thread, so that results depend on the number of threads. It knows births, deaths, arrivals and
/// moves of whole households; what it does not know (policies, moves of single members, returns, payment) it refuses,
/// and education, work, families and prices stay in it as they are at the start.
namespace qonys::dense {

class Country {
public:
    /// Takes over the agents of a World that has just been made. Throws std::invalid_argument if the model has
    /// policies. `model` must outlive this.
    Country(const Model& model, const World& world, std::uint64_t seed, int threads);

    /// One month, in the order of qonys::advance.
    void advance(Month month);

    // Its parts, for benchmarks. close() publishes what the others counted since the last close().
    void age(Month month);
    void admit(Month month);
    void migrate(Month month, const Migration& migration);
    void close(Month month);

    /// Of the last closed month.
    const Figures& figures() const { return figures_; }
    /// At the end of the last closed month: population, households and networks, without the cohorts.
    const Stocks& stocks() const { return published_.stocks; }
    std::size_t households() const { return households_.place.size(); }
    /// Calls visit(place, ethnicity, size, head's birth month, last move) for every household with members.
    template <class Visit>
    void visit_households(const Visit& visit) const {
        const Households& h = households_;
        for (std::size_t k = 0; k < households(); ++k)
            if (h.size[k] > 0) visit(h.place[k], h.ethnicity[k], h.size[k], h.head_birth_month[k], h.last_move[k]);
    }
    /// Bytes that the agents occupy.
    std::size_t bytes() const;

private:
    static constexpr std::uint32_t nobody = 0xFFFF'FFFF;

    struct Households {
        std::vector<PlaceId> place;
        std::vector<RegionId> home;
        std::vector<Ethnicity> ethnicity;
        std::vector<std::uint8_t> size;
        std::vector<MonthIndex> head_birth_month;
        std::vector<MonthIndex> last_move;
        std::vector<Tenure> tenure;
        std::vector<std::uint32_t> first_person;
    };
    struct Persons {
        std::vector<MonthIndex> birth_month;
        std::vector<Sex> sex;
        std::vector<Education> education;
        std::vector<Activity> activity;
        std::vector<std::uint8_t> partnered;
        std::vector<std::uint8_t> parity;
        std::vector<std::uint32_t> next;
    };
    struct Newborn {
        std::uint32_t household;
        Sex sex;
    };
    struct Newcomer {
        std::uint32_t like;
        std::size_t from;  ///< region abroad
        Ethnicity ethnicity;
    };

    /// Calls work(household, generator, thread) for every household, in one contiguous chunk per thread.
    template <class Work>
    void for_each_household(Month month, std::uint64_t pass, const Work& work);
    /// So that births are as many as the schedules say, whoever lives with a partner and has children now.
    void scale_births();
    void age_household(std::uint32_t household, Xoshiro& random, Figures& figures, std::vector<Newborn>& newborn);
    void append_person(std::uint32_t household, const Person& person);
    Person person_at(std::uint32_t row) const;
    void append_household(const Newcomer& newcomer, Month month);

    const Model& model_;
    const Geography& geography_;
    ArrivalRates arrival_rates_;
    std::uint64_t seed_;
    int threads_;
    Households households_;
    Persons persons_;
    std::vector<Figures> counted_;  ///< [thread], in the month under way
    Figures figures_;
    Published published_;
    Matrix<double> birth_scale_;  ///< [region, age]
    Month month_;                 ///< under way
    std::vector<double> death_;   ///< [region, sex, age], of the month under way
    std::vector<double> birth_;   ///< [region, age]
};

}  // namespace qonys::dense
