#include <cmath>
#include <map>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "config/describe.hpp"

namespace qonys {
namespace {

namespace json = boost::json;

json::object type_of(const DescribedField& field) {
    if (field.type == "number") return {{"type", "number"}};
    if (field.type == "whole number") return {{"type", "integer"}};
    if (field.type == "true or false") return {{"type", "boolean"}};
    if (field.type == "list of texts") return {{"type", "array"}, {"items", {{"type", "string"}}}};
    if (field.type == "list of whole numbers") return {{"type", "array"}, {"items", {{"type", "integer"}}}};
    json::object text{{"type", "string"}};
    if (field.type == "month") text["pattern"] = "^[0-9]{4}-[0-9]{2}(-01)?$";
    if (field.type == "date") text["pattern"] = "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$";
    if (field.type == "amount") text["pattern"] = "^-?[0-9.]+ (MCI|MRP|KZT)$";
    return text;
}

json::object schema_of(const DescribedField& field) {
    json::object schema = type_of(field);
    if (field.type == "number" || field.type == "whole number") {
        if (std::isfinite(field.least)) schema["minimum"] = field.least;
        if (std::isfinite(field.most)) schema["maximum"] = field.most;
    }
    std::string text = field.meaning;
    if (!field.unit.empty()) text += fmt::format(" [{}]", field.unit);
    text += field.required ? " Required." : fmt::format(" Default: {}.", field.default_value);
    if (!field.source.empty()) text += fmt::format(" Source: {}.", field.source);
    schema["description"] = text;
    return schema;
}

json::object closed_object() {
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", json::object()}};
}

/// Puts a field into the properties of a section, "weights.age" into those of its part "weights".
void add_property(json::object& section, const std::string& name, const DescribedField& field) {
    json::object& properties = section["properties"].as_object();
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
        properties[name] = schema_of(field);
        return;
    }
    json::value& part = properties[name.substr(0, dot)];
    if (part.is_null()) part = closed_object();
    add_property(part.as_object(), name.substr(dot + 1), field);
}

/// One policy: which keys it may have depends on its kind.
json::object policy_schema(const std::map<std::string, json::object>& kinds) {
    json::array names;
    json::array rules;
    for (const auto& [kind, section] : kinds) {
        names.emplace_back(kind);
        json::object then = section;
        json::object& properties = then["properties"].as_object();
        for (const char* const common : {"name", "kind", "remove"}) properties[common] = true;
        json::object is_kind{{"properties", {{"kind", {{"const", kind}}}}}, {"required", json::array{"kind"}}};
        rules.push_back(json::object{{"if", is_kind}, {"then", then}});
    }
    json::object common{{"name", {{"type", "string"}, {"pattern", "^[A-Za-z0-9_-]+$"}}},
                        {"kind", {{"type", "string"}, {"enum", names}}},
                        {"remove", {{"type", "boolean"}}}};
    return {{"type", "object"}, {"required", json::array{"name"}}, {"properties", common}, {"allOf", rules}};
}

}  // namespace

std::string as_json_schema(const std::vector<DescribedField>& fields) {
    json::object schema = closed_object();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    schema["title"] = "Qonys scenario";
    json::object& properties = schema["properties"].as_object();
    properties["extends"] = {{"type", "string"}, {"description", "The scenario file that this one differs from."}};
    std::map<std::string, json::object> kinds;
    for (const DescribedField& field : fields) {
        if (field.section.starts_with("policy.")) {
            json::object& kind = kinds.try_emplace(field.section.substr(7), closed_object()).first->second;
            add_property(kind, field.name, field);
        } else if (field.section.empty()) {
            add_property(schema, field.name, field);
        } else {
            json::value& section = properties[field.section];
            if (section.is_null()) section = closed_object();
            add_property(section.as_object(), field.name, field);
        }
    }
    if (!kinds.empty()) properties["policy"] = {{"type", "array"}, {"items", policy_schema(kinds)}};
    return json::serialize(schema);
}

}  // namespace qonys
