#include "app/pretty_json.hpp"

#include <boost/json.hpp>

namespace qonys::app {
namespace {

namespace json = boost::json;

void write(const json::value& value, const std::string& indent, std::string& text) {
    const std::string deeper = indent + "  ";
    const char* separator = "\n";
    if (const json::object* const object = value.if_object(); object != nullptr && !object->empty()) {
        text += '{';
        for (const auto& [key, member] : *object) {
            text += separator + deeper + json::serialize(key) + ": ";
            write(member, deeper, text);
            separator = ",\n";
        }
        text += '\n' + indent + '}';
    } else if (const json::array* const array = value.if_array(); array != nullptr && !array->empty()) {
        text += '[';
        for (const json::value& item : *array) {
            text += separator + deeper;
            write(item, deeper, text);
            separator = ",\n";
        }
        text += '\n' + indent + ']';
    } else {
        text += json::serialize(value);
    }
}

}  // namespace

std::string pretty(const json::value& value) {
    std::string text;
    write(value, "", text);
    return text;
}

}  // namespace qonys::app
