#include "tests/support/tiny_country.hpp"

#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace qonys {
namespace {

/// A line for each year from 2015 to 2030.
std::string every_year(std::string_view region, std::string_view figures) {
    std::string text;
    for (int year = 2015; year <= 2030; ++year) text += fmt::format("{},{},{}\n", region, year, figures);
    return text;
}

/// Everybody is equally likely to die at any age, and women of 15 to 49 equally likely to give birth: the levels that
/// vital_rates.csv asks for then do not depend on how many live at which age.
std::string mortality() {
    std::string text = "sex,age,deaths_per_person_year\n";
    for (const char* sex : {"male", "female"})
        for (int age = 0; age <= 100; ++age) text += fmt::format("{},{},0.01\n", sex, age);
    return text;
}

std::string fertility() {
    std::string text = "age,births_per_woman_year\n";
    for (int age = 15; age <= 49; ++age) text += fmt::format("{},0.06\n", age);
    return text;
}

/// Nobody works.
std::string participation() {
    std::string text = "sex,age,share_employed_or_seeking\n";
    for (const char* sex : {"male", "female"})
        for (int age = 15; age <= 75; ++age) text += fmt::format("{},{},0\n", sex, age);
    return text;
}

/// As many in every group of ten years and above 70.
std::string ages(std::string_view head, int persons) {
    std::string text;
    for (const char* sex : {"male", "female"})
        for (int from = 0; from <= 70; from += 10)
            text += fmt::format("{}{},{},{},{}\n", head, sex, from, from < 70 ? from + 9 : 119, persons);
    return text;
}

/// A quarter of every stream settles in the North, the rest in the city.
std::string by_stream(std::string text, const std::vector<std::string>& streams) {
    for (const std::string& stream : streams) text += fmt::format("{0},NOR,0.25\n{0},CIT,0.75\n", stream);
    return text;
}

}  // namespace

TinyCountry::TinyCountry() {
    std::string name = (std::filesystem::path(testing::TempDir()) / "tiny-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    run = "start = \"2020-01\"\nend = \"2020-12\"\nseed = 7\n";
    tables["regions.csv"] = "region,kind,name_en\nNOR,region,North\nCIT,city,The City\nOUT,abroad,Outside\n";
    tables["places.csv"] =
        "place,region,settlement,name_en\nNOR_urban,NOR,urban,Towns\nNOR_rural,NOR,rural,Villages\n"
        "CIT,CIT,urban,City\nOUT,OUT,abroad,Outside\n";
    tables["distances.csv"] = "origin,destination,km\nNOR,CIT,300\nCIT,NOR,300\n";
    tables["adjacency.csv"] = "origin,destination,relation\nNOR,CIT,hinterland\nCIT,NOR,hinterland\n";
    tables["travellers.csv"] =
        "group,name_en,kind,abroad,trips_per_month,months_away\nTRIP,Travellers,citizens,OUT,0,0.5\n"
        "THROUGH,Passengers,transit,OUT,0,1\n";
    tables["population.csv"] =
        "region,year,urban,rural\n" + every_year("NOR", "1200,800") + every_year("CIT", "1000,0");
    tables["households.csv"] =
        "region,settlement,year,mean_size\nNOR,urban,2015,3\nNOR,rural,2015,4\nCIT,urban,2015,2.5\n";
    tables["ethnicity.csv"] = "region,year,kazakh,russian,other\nNOR,2015,0.6,0.3,0.1\nCIT,2015,0.5,0.3,0.2\n";
    tables["age_national.csv"] = "year,sex,age_from,age_to,persons\n" + ages("2015,", 187);
    tables["age_structure.csv"] = "region,sex,age_from,age_to,persons\n" + ages("NOR,", 125) + ages("CIT,", 62);
    tables["networks.csv"] = "year,home,residence,persons\n2015,NOR,CIT,250\n2015,CIT,NOR,100\n";
    tables["monthly_calculation_index.csv"] = "from,kzt\n2019-01,2525\n2020-01,2651\n2020-04,2778\n2021-01,2917\n";
    tables["external_totals.csv"] = "year,immigrants,emigrants\n2015,120,150\n";
    tables["external_regions.csv"] = "region,immigrant_share,emigrant_share\nNOR,0.25,0.5\nCIT,0.75,0.5\n";
    tables["external_partners.csv"] = "direction,abroad,share\nin,OUT,1\nout,OUT,1\n";
    tables["external_ethnicity.csv"] =
        "direction,ethnicity,share\nin,kazakh,0.5\nin,russian,0.2\nin,other,0.3\nout,other,1\n";
    tables["arrivals.csv"] =
        "stream,origin,year,persons\nkandas,OUT,2015,0\nreturning,OUT,2015,120\nother,OUT,2015,0\n";
    tables["arrival_regions.csv"] = by_stream("stream,region,share\n", {"kandas", "returning", "other"});
    tables["diaspora.csv"] = "year,origin,destination,persons\n2015,HERE,OUT,0\n2015,OUT,HERE,1000\n";
    tables["sojourner_flows.csv"] =
        "stream,origin,year,persons\neaeu_worker,OUT,2015,0\nlabour_migrant,OUT,2015,0\n"
        "foreign_labour_force,OUT,2015,0\nstudent,OUT,2015,0\nguest,OUT,2015,0\nrefugee,OUT,2015,0\n"
        "relokant,OUT,2015,0\n";
    tables["sojourner_regions.csv"] =
        by_stream("status,region,share\n", {"eaeu_worker", "labour_migrant", "foreign_labour_force", "student", "guest",
                                            "refugee", "relokant", "irregular"});
    tables["sojourner_stock.csv"] = "year,status,origin,persons\n2015,irregular,OUT,0\n";
    tables["migration_regions.csv"] =
        "region,year,push,pull,emigration\nNOR,2015,1.5,-5,0.5\nCIT,2015,0.75,-4.5,0.25\n";
    tables["migration_abroad.csv"] = "abroad,ethnicity,utility\nOUT,kazakh,-5\nOUT,russian,-2\nOUT,other,-3\n";
    tables["migration_levels.csv"] = "year,level,external\n2015,0.02,0.5\n";
    tables["incomes.csv"] =
        "region,settlement,year,kzt_per_person_month\nNOR,urban,2015,60000\nNOR,rural,2015,40000\nCIT,urban,2015,"
        "90000\n";
    tables["participation.csv"] = participation();
    tables["education.csv"] = "region,higher,vocational\nNOR,0,0\nCIT,0,0\n";
    tables["labour.csv"] = "region,year,unemployment_rate\nNOR,2015,0\nCIT,2015,0\n";
    tables["housing.csv"] =
        "region,settlement,year,rent_kzt_per_m2\nNOR,urban,2015,1000\nNOR,rural,2015,500\nCIT,urban,2015,2000\n";
    tables["mortality.csv"] = mortality();
    tables["fertility.csv"] = fertility();
    tables["partnered.csv"] = "sex,age,share\nmale,40,0\nfemale,40,0\n";
    tables["unions.csv"] = "sex,age,union_hazard\nmale,40,0\nfemale,40,0\n";
    tables["separation.csv"] = "age,hazard\n40,0\n";
    tables["leaving_home.csv"] = "sex,age,hazard\nmale,40,0\nfemale,40,0\n";
    tables["parity.csv"] =
        "union,parity,factor\npartnered,0,1\npartnered,1,1\npartnered,2,1\npartnered,3,1\npartnered,4,1\nsingle,0,1\n"
        "single,1,1\nsingle,2,1\nsingle,3,1\nsingle,4,1\n";
    tables["fertility_settlement.csv"] = "settlement,factor\nurban,1\nrural,1\n";
    tables["internal_totals.csv"] = "year,interregional_persons,all_internal_persons\n2015,0,0\n";
    tables["census_break.csv"] = "region,persons\nNOR,0\nCIT,0\n";
    tables["enrolment.csv"] = "region,higher,vocational\nNOR,0,0\nCIT,0,0\n";
    tables["universities.csv"] = "region,students\nNOR,0\nCIT,100\n";
    tables["vital_rates.csv"] = "region,year,births,deaths\n" + every_year("NOR", "40,24") + every_year("CIT", "20,6");
}

TinyCountry::~TinyCountry() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void TinyCountry::edit(const std::string& table, std::string_view from, std::string_view to) {
    std::string& text = tables.at(table);
    std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::invalid_argument(fmt::format("no '{}' in {}", from, table));
    for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

TableFolder TinyCountry::open() const {
    std::filesystem::create_directories(folder_ / "data");
    for (const auto& [name, text] : tables) std::ofstream(folder_ / "data" / name) << text;
    return TableFolder(folder_ / "data");
}

std::filesystem::path TinyCountry::write() const {
    open();
    std::filesystem::path file = folder_ / "tiny.toml";
    std::ofstream(file) << "[run]\ngeography = \"data\"\n" << run << '\n' << sections;
    return file;
}

std::string resettlement_policy(std::string_view name, int quota, std::string_view more) {
    return fmt::format(
        "[[policy]]\nname = \"{}\"\nkind = \"resettlement\"\norigins = [\"CIT\"]\ndestinations = [\"NOR\"]\n"
        "quota_persons_per_year = [{}]\n{}\n",
        name, quota, more);
}

}  // namespace qonys
