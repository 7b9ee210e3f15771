#include "config/describe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace qonys {
namespace {

struct SomeParameters {
    double distance = -1.2;
    std::int64_t households = 0;
    Month first{2019, 1};
    double age = 2;
};

void declare(Fields& fields, SomeParameters& migration) {
    fields.field(migration.distance, {.name = "distance",
                                      .unit = "per log km",
                                      .meaning = "deterrence | of distance",
                                      .source = "assumed",
                                      .least = -5,
                                      .most = 0});
    fields.field(migration.households,
                 {.name = "households", .unit = "", .meaning = "how many", .source = "", .required = true});
    fields.field(migration.first, {.name = "first", .unit = "", .meaning = "first month", .source = "assumed"});
    fields.field(migration.age, {.name = "weights.age", .unit = "", .meaning = "weight", .source = "assumed"});
}

struct Corridor {
    Amount grant{35, Amount::Unit::mci};
    std::vector<std::string> origins{"a", "b"};
};

void declare(Fields& fields, Corridor& policy) {
    fields.field(policy.grant, {.name = "grant", .unit = "", .meaning = "paid once", .source = "law", .least = 0});
    fields.field(policy.origins, {.name = "origins", .unit = "", .meaning = "from where", .source = "law"});
}

std::vector<DescribedField> reference() {
    std::vector<DescribedField> fields = describe_section<SomeParameters>("migration");
    for (DescribedField& field : describe_section<Corridor>("policy.corridor")) fields.push_back(std::move(field));
    return fields;
}

TEST(Describe, writes_a_table_a_section) {
    EXPECT_EQ(as_markdown(reference()), R"(## `[migration]`

| key | type | unit | range | default | meaning | source |
|---|---|---|---|---|---|---|
| `distance` | number | per log km | from -5 to 0 | `-1.2` | deterrence \| of distance | assumed |
| `households` | whole number |  |  | required | how many |  |
| `first` | month |  |  | `"2019-01"` | first month | assumed |
| `weights.age` | number |  |  | `2` | weight | assumed |

## `[[policy]]` of kind `corridor`

| key | type | unit | range | default | meaning | source |
|---|---|---|---|---|---|---|
| `grant` | amount |  | at least 0 | `"35 MCI"` | paid once | law |
| `origins` | list of texts |  |  | `["a", "b"]` | from where | law |
)");
}

TEST(Describe, writes_a_schema_that_forbids_unknown_keys) {
    const boost::json::value schema = boost::json::parse(as_json_schema(reference()));
    EXPECT_EQ(schema.at("$schema").as_string(), "https://json-schema.org/draft/2020-12/schema");
    const boost::json::value& migration = schema.at("properties").at("migration");
    EXPECT_EQ(migration.at("additionalProperties"), false);
    EXPECT_EQ(migration.at("properties").at("distance"), boost::json::parse(R"({
        "type": "number", "minimum": -5.0, "maximum": 0.0,
        "description": "deterrence | of distance [per log km] Default: -1.2. Source: assumed."})"));
    EXPECT_EQ(migration.at("properties").at("weights").at("properties").at("age").at("type").as_string(), "number");
    EXPECT_FALSE(schema.as_object().contains("required"));
}

TEST(Describe, lets_the_kind_of_a_policy_choose_its_keys_in_the_schema) {
    const boost::json::value schema = boost::json::parse(as_json_schema(reference()));
    const boost::json::value& policy = schema.at("properties").at("policy").at("items");
    EXPECT_EQ(policy.at("properties").at("kind").at("enum"), boost::json::parse(R"(["corridor"])"));
    const boost::json::value& rule = policy.at("allOf").at(0);
    EXPECT_EQ(rule.at("if"),
              boost::json::parse(R"({"properties": {"kind": {"const": "corridor"}}, "required": ["kind"]})"));
    EXPECT_EQ(rule.at("then").at("properties").at("origins").at("items"), boost::json::parse(R"({"type": "string"})"));
    EXPECT_EQ(rule.at("then").at("properties").at("name"), true);
}

}  // namespace
}  // namespace qonys
