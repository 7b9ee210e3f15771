#include "world/table_folder.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>

namespace qonys {
namespace json = boost::json;

Table TableFolder::open(const std::string& name, const std::vector<std::string>& columns, Problems& problems) {
    Table table = Table::read(folder_ / name, columns, problems);
    if (std::ranges::find(read_, name, &Read::name) == read_.end()) read_.push_back({name, table.sha256()});
    return table;
}

std::map<std::string, std::string> table_sources(const std::filesystem::path& folder) {
    std::ifstream file(folder / "datapackage.json", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    boost::system::error_code error;
    const json::value package = json::parse(text.str(), error);
    std::map<std::string, std::string> sources;
    if (error || !package.is_object()) return sources;
    const json::value* resources = package.as_object().if_contains("resources");
    if (resources == nullptr || !resources->is_array()) return sources;
    for (const json::value& resource : resources->as_array()) {
        if (!resource.is_object()) continue;
        const json::value* path = resource.as_object().if_contains("path");
        const json::value* published = resource.as_object().if_contains("sources");
        if (path == nullptr || !path->is_string() || published == nullptr || !published->is_array()) continue;
        std::string& titles = sources[std::string(path->as_string())];
        for (const json::value& source : published->as_array()) {
            const json::value* title = source.is_object() ? source.as_object().if_contains("title") : nullptr;
            if (title == nullptr || !title->is_string()) continue;
            if (!titles.empty()) titles += "; ";
            titles += title->as_string();
        }
    }
    return sources;
}

}  // namespace qonys
