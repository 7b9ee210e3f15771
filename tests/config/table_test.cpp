#include "config/table.hpp"

#include <limits>

#include "config/sha256.hpp"
#include "folder.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Reads a table of the columns place and people, and every number of people.
struct TableReading {
    explicit TableReading(std::string_view text, double least = 0, double most = infinity) {
        table = Table::read(folder.write("t.csv", text), {"place", "people"}, problems);
        for (std::size_t row = 0; row < table.rows(); ++row) {
            numbers.push_back(table.number(row, "people", least, most, problems));
        }
    }
    std::vector<std::string> messages() const { return folder.messages(problems); }

    Folder folder;
    Problems problems;
    Table table;
    std::vector<double> numbers;
};

TEST(Sha256, gives_the_known_answer) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Table, reads_cells_by_column_name) {
    const TableReading read("people,place\n12,Aqtau\n3.5,Oral\n");
    EXPECT_THAT(read.messages(), IsEmpty());
    EXPECT_THAT(read.numbers, ElementsAre(12, 3.5));
    EXPECT_EQ(read.table.text(1, "place"), "Oral");
    Problems problems;
    EXPECT_EQ(read.table.integer(0, "people", 0, 20, problems), 12);
}

TEST(Table, keeps_the_digest_of_the_bytes_of_its_file) {
    EXPECT_EQ(TableReading("place,people\n").table.sha256(), sha256_hex("place,people\n"));
}

TEST(Table, tolerates_byte_order_mark_crlf_empty_lines_and_a_missing_last_line_end) {
    const TableReading read("\xEF\xBB\xBFplace,people\r\n\r\nOral,1\r\n\r\nSemey,2");
    EXPECT_THAT(read.messages(), IsEmpty());
    EXPECT_THAT(read.numbers, ElementsAre(1, 2));
    EXPECT_EQ(read.table.text(0, "place"), "Oral");
}

TEST(Table, reads_quoted_cells_with_commas_quotes_and_line_ends) {
    const TableReading read("place,people\n\"a, \"\"b\"\"\nc\",1\nd,-2\n");
    EXPECT_EQ(read.table.text(0, "place"), "a, \"b\"\nc");
    EXPECT_THAT(read.messages(), ElementsAre("t.csv:4:3: people = -2 (must be at least 0)"));
}

TEST(Table, names_the_line_and_column_of_a_negative_number) {
    EXPECT_THAT(TableReading("place,people\nAqtau,5\nOral,-5\n").messages(),
                ElementsAre("t.csv:3:6: people = -5 (must be at least 0)"));
}

TEST(Table, counts_columns_in_characters_not_bytes) {
    EXPECT_THAT(TableReading("place,people\n\xD2\x9A\xD0\xBE\xD0\xBD,-5\n").messages(),
                ElementsAre("t.csv:2:5: people = -5 (must be at least 0)"));
}

TEST(Table, names_the_bounds_that_a_number_breaks) {
    EXPECT_THAT(TableReading("place,people\na,1.5\n", 0, 1).messages(),
                ElementsAre("t.csv:2:3: people = 1.5 (must be from 0 to 1)"));
    EXPECT_THAT(TableReading("place,people\na,1.5\n", -infinity, 1).messages(),
                ElementsAre("t.csv:2:3: people = 1.5 (must be at most 1)"));
}

TEST(Table, refuses_nan_and_infinities) {
    EXPECT_THAT(TableReading("place,people\na,nan\nb,inf\nc,1e999\nd,-inf\n", -infinity).messages(),
                ElementsAre("t.csv:2:3: people = nan (must be a finite number)",
                            "t.csv:3:3: people = inf (must be a finite number)",
                            "t.csv:4:3: people = 1e999 (must be a finite number)",
                            "t.csv:5:3: people = -inf (must be a finite number)"));
}

TEST(Table, refuses_text_where_a_number_should_be) {
    const TableReading read("place,people\na,many\nb,\nc,1 000\n");
    EXPECT_THAT(read.messages(), ElementsAre("t.csv:2:3: people = many (must be a number)",
                                             "t.csv:3:3: people is empty (must be a number)",
                                             "t.csv:4:3: people = 1 000 (must be a number)"));
    EXPECT_THAT(read.numbers, ElementsAre(0, 0, 0));
}

TEST(Table, refuses_a_fraction_where_a_whole_number_should_be) {
    TableReading read("place,people\na,1.5\nb,99999999999999999999\nc,7\n");
    for (std::size_t row = 0; row < 3; ++row) read.table.integer(row, "people", 1, 6, read.problems);
    EXPECT_THAT(read.messages(), ElementsAre("t.csv:2:3: people = 1.5 (must be a whole number)",
                                             "t.csv:3:3: people = 99999999999999999999 (must be from 1 to 6)",
                                             "t.csv:4:3: people = 7 (must be from 1 to 6)"));
}

TEST(Table, prints_no_control_characters_and_no_endless_cells) {
    EXPECT_THAT(TableReading("place,people\na,\x1B[2J\nb," + std::string(1000, 'x') + "\n").messages(),
                ElementsAre("t.csv:2:3: people = ?[2J (must be a number)",
                            "t.csv:3:3: people = " + std::string(60, 'x') + "... (must be a number)"));
}

TEST(Table, names_a_missing_column_and_those_that_are_there) {
    const TableReading read("place,peple\nOral,4\n");
    EXPECT_THAT(read.messages(),
                ElementsAre("t.csv:1: there is no column 'people' (did you mean 'peple'?); there are: place, peple"));
    EXPECT_THAT(read.numbers, ElementsAre(0));
    EXPECT_FALSE(read.table.has_column("people"));
    EXPECT_EQ(read.table.text(0, "people"), "");
}

TEST(Table, names_a_column_that_is_there_twice) {
    EXPECT_THAT(TableReading("place,people,place\na,1,b\n").messages(),
                ElementsAre("t.csv:1:14: column 'place' is there twice"));
}

TEST(Table, reports_a_row_of_the_wrong_length_once_and_reads_on) {
    const TableReading read("place,people\nOral\nSemey,1,2\nAqtau,-3\n");
    EXPECT_THAT(read.messages(), ElementsAre("t.csv:2: cells in this row: 1, columns in the header: 2",
                                             "t.csv:3: cells in this row: 3, columns in the header: 2",
                                             "t.csv:4:7: people = -3 (must be at least 0)"));
}

TEST(Table, suspects_a_short_last_line_of_being_cut_off) {
    EXPECT_THAT(TableReading("place,people\nOral,1\nSem").messages(),
                ElementsAre("t.csv:3: cells in this row: 1, columns in the header: 2 (is the file cut off?)"));
}

TEST(Table, finds_the_beginning_of_a_quote_that_is_never_closed) {
    EXPECT_THAT(TableReading("place,people\nOral,1\n\"Semey,2\nAqtau,3\n").messages(),
                ElementsAre("t.csv:3:1: the quote that begins here is never closed",
                            "t.csv:3: cells in this row: 1, columns in the header: 2"));
}

TEST(Table, refuses_text_after_a_closing_quote) {
    EXPECT_THAT(TableReading("place,people\n\"Or\"al,1\n").messages(),
                ElementsAre("t.csv:2:5: text follows a closing quote (write \"\" for a quote within a cell)"));
}

TEST(Table, reports_at_most_twenty_problems_of_its_text) {
    std::string text = "place,people\n";
    for (int row = 0; row < 50; ++row) text += "x\n";
    const std::vector<std::string> messages = TableReading(text).messages();
    ASSERT_EQ(messages.size(), 21U);
    EXPECT_EQ(messages[19], "t.csv:21: cells in this row: 1, columns in the header: 2");
    EXPECT_EQ(messages[20], "t.csv:22: and 30 more problems in this table, from here on");
}

TEST(Table, stops_reading_when_nothing_in_it_makes_sense) {
    std::string text = "place,people\n";
    for (int row = 0; row < 5000; ++row) text += "x\n";
    EXPECT_EQ(TableReading(text).messages().back(),
              "t.csv:22: and at least 980 more problems in this table, from here on");
}

TEST(Table, reports_at_most_twenty_problems_of_its_numbers) {
    std::string text = "place,people\n";
    for (int row = 0; row < 50; ++row) text += "x,-1\n";
    const std::vector<std::string> messages = TableReading(text).messages();
    ASSERT_EQ(messages.size(), 21U);
    EXPECT_EQ(messages[20], "t.csv:22:3: and more problems in this table, from here on");
}

TEST(Table, refuses_an_empty_file) {
    EXPECT_THAT(TableReading("").messages(),
                ElementsAre("t.csv: is empty; its first line must name the columns place, people"));
}

TEST(Table, refuses_a_thousand_columns_and_more) {
    EXPECT_THAT(TableReading("place,people" + std::string(1000, ',')).messages(),
                ElementsAre("t.csv:1: has 1002 columns: is this a table?"));
}

TEST(Table, finds_the_first_byte_that_is_not_utf_8) {
    EXPECT_THAT(TableReading("place,people\n\xD0\xBE\xFF,1\n").messages(),
                ElementsAre("t.csv:2:2: is not UTF-8 text from here on"));
}

TEST(Table, refuses_a_file_that_is_not_there) {
    const Folder folder;
    Problems problems;
    const Table table = Table::read(folder.path("no.csv"), {"place"}, problems);
    EXPECT_THAT(folder.messages(problems), ElementsAre("no.csv: there is no such file"));
    EXPECT_EQ(table.rows(), 0U);
    EXPECT_EQ(table.sha256(), "");
}

TEST(Table, refuses_a_directory) {
    const Folder folder;
    Problems problems;
    folder.write("d/x", "");
    Table::read(folder.path("d"), {"place"}, problems);
    EXPECT_THAT(folder.messages(problems), ElementsAre("d: is a directory, not a table"));
}

TEST(Table, refuses_a_huge_file_before_reading_it) {
    const Folder folder;
    Problems problems;
    std::filesystem::resize_file(folder.write("huge.csv", ""), (64ULL << 20U) + 1);
    Table::read(folder.path("huge.csv"), {"place"}, problems);
    EXPECT_THAT(folder.messages(problems), ElementsAre("huge.csv: is larger than 64 MiB: is this a table?"));
}

TEST(Table, says_where_a_cell_stands) {
    const TableReading read("place,people\nOral,1\nSemey,2\n");
    EXPECT_EQ(read.folder.shortened(to_string(read.table.where(1, "people"))), "t.csv:3:7");
}

}  // namespace
}  // namespace qonys
