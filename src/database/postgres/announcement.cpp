#include "database/postgres/announcement.h"

#include <algorithm>

#include "base/json.h"

namespace roster::database::postgres {

namespace {

json::value write_value(const Row& row, std::size_t at) {
  if (row.is_null(at)) return nullptr;
  if (row.is_integer(at)) return row.integer(at);
  return json::value(row.text(at));
}

Value read_value(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_string()) return std::string{value.get_string()};
  return {};
}

}  // namespace

std::string write_letter(const Letter& letter, std::span<const WatchedTable> tables) {
  json::array beginnings, endings;
  for (const auto& beginning : letter.beginnings) {
    json::array rows;
    for (const auto& changed : beginning.rows) {
      json::array row{json::value(tables[changed.table].name)};
      for (std::size_t i = 0; i < changed.about.size(); ++i) row.push_back(write_value(changed.about, i));
      rows.push_back(std::move(row));
    }
    beginnings.push_back(json::array{json::value(beginning.operation), std::move(rows)});
  }
  for (const auto& ending : letter.endings) endings.push_back(json::array{json::value(ending.operation), ending.committed});
  return json::serialize(json::object{{"beginnings", std::move(beginnings)}, {"endings", std::move(endings)}});
}

Letter read_letter(std::string_view text, std::span<const WatchedTable> tables) {
  const auto parsed = parse_json(text, {.elements = 10'000'000});
  if (!parsed) throw DatabaseError("another node wrote what cannot be read");
  Letter letter;
  for (const auto& item : parsed->at("beginnings").as_array()) {
    const auto& beginning = item.as_array();
    ChangedRows rows;
    for (const auto& line : beginning.at(1).as_array()) {
      const auto& row = line.as_array();
      const std::string_view name = row.at(0).as_string();
      const auto table = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
      if (table == tables.end()) continue;
      std::vector<Value> values;
      for (std::size_t i = 1; i < row.size(); ++i) values.push_back(read_value(row[i]));
      rows.push_back({static_cast<std::size_t>(table - tables.begin()), Row{std::move(values)}});
    }
    letter.beginnings.push_back({std::string{beginning.at(0).as_string()}, std::move(rows)});
  }
  for (const auto& item : parsed->at("endings").as_array())
    letter.endings.push_back({std::string{item.as_array().at(0).as_string()}, item.as_array().at(1).as_bool()});
  return letter;
}

}  // namespace roster::database::postgres
