#include "tests/unit/favourites.hpp"

#include "tests/unit/favourite_looks.hpp"

namespace holdfast::document {
namespace {

std::string with_crlf(const std::string& text) {
  std::string changed;
  for (const char c : text)
    changed += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return changed;
}

const std::string package = R"({
  "name": "lighthouse",
  "version": "1.4.0",
  "private": true,
  "files": [
    "lamp.js",
    "lens.js"
  ],
  "scripts": {
    "start": "lamp --on",
    "test": "lamp --dry"
  },
  "limits": {
    "memory": 1e3,
    "ratio": 1.0,
    "nested": {
      "empty": {},
      "list": []
    }
  }
}
)";

const std::string sections = R"({
    "listen": "0.0.0.0",
    "port": 8080,

    "log": {
        "level": "info",
        "file": null
    },

    "users": [
        {
            "name": "gull",
            "roles": ["reader"]
        },

        {
            "name": "tern",
            "roles": ["reader", "writer"]
        }
    ],

    "debug": false
}
)";

const std::string tabbed =
    "{\n\t\"editor.size\": 4,\n\t\"editor.rulers\": [\n\t\t80,\n\t\t120\n\t],\n\t\"files\": "
    "{\n\t\t\"exclude\": {\n\t\t\t\"*.tmp\": "
    "true\n\t\t}\n\t},\n\t\"theme\": \"dark\"\n}\n";

const std::string one_line_compact =
    R"({"id":17,"name":"buoy","tags":["red","lit"],"pos":{"lat":54.10,"lon":-7e0},"children":[{"id":18},{"id":19,"tags":[]}]})";
const std::string one_line_spaced =
    R"({"id": 17, "name": "buoy", "tags": ["red", "lit"], "pos": {"lat": 54.10, "lon": -7e0}, "children": [{"id": 18}]})";
const std::string one_line_padded =
    R"({ "id": 17, "tags": ["red", "lit"], "pos": { "lat": 54.10, "lon": -7e0 }, "none": {} }
)";

const std::string one_row_each = R"([
  {"id": "s-1", "host": "alpha.example", "port": 22, "tags": ["a", "b"]},
  {"id": "s-2", "host": "beta.example", "port": 2222, "tags": []},
  {"id": "s-3", "host": "gamma.example", "port": 22, "tags": ["c"]}
]
)";

const std::string padded_rows = R"([
  { "key": "ctrl+s", "command": "save", "when": { "mode": "edit" } },
  { "key": "ctrl+q", "command": "quit" },
  { "key": "f5", "command": "run", "args": [1, 2, 3] }
]
)";

const std::string hugged = R"({
  "routes": [{
    "path": "/a",
    "to": "one"
  }, {
    "path": "/b",
    "to": "two"
  }],
  "fallback": "one"
}
)";

const std::string allman = R"({
    "window":
    {
        "width": 800,
        "height": 600,
        "menu":
        {
            "visible": true
        }
    },
    "recent":
    [
        "a.txt",
        "b.txt"
    ],
    "version": 3
}
)";

const std::string commas_first = R"({ "name": "lens"
, "version": "0.2.1"
, "keywords": ["glass", "light"]
, "deps":
  { "wick": "1.x"
  , "oil": "2.x"
  }
}
)";

const std::string value_column = R"({
  "host":     "tower.example",
  "port":     9000,
  "user":     "keeper",
  "retries":  3,
  "fallback": {
    "host": "shed.example",
    "port": 9001
  }
}
)";

const std::string colon_column = R"({
  "a"         : 1,
  "long-name" : 2,
  "mid"       : { "x": 1, "y": 2 },
  "list"      : [1, 2, 3]
}
)";

const std::string spaced_colon = R"({
  "a" : 1,
  "b" : [
    true,
    false
  ],
  "c" : {
    "d" : null
  }
}
)";

const std::string matrix = R"({
  "rows": 3,
  "data": [
    1.0, 0.0, 0.0,
    0.0, 1.0, 0.0,
    0.0, 0.0, 1.0
  ],
  "points": [
    [0, 0], [1, 0],
    [1, 1], [0, 1]
  ]
}
)";

const std::string three_spaces = R"({
   "a": {
      "b": [
         1
      ],
      "c": "x"
   },
   "d": 2
})";

const std::string flush_left = R"({
"a": {
"b": 1
},
"c": [
1,
2
]
}
)";

const std::string wide = R"(

{
        "\u0061bc": "\u00e9t\u00e9",
        "caf)"
                         "\xC3\xA9"
                         R"(": "na\u00efve",
        "sub": {
                "n": 123456789012345678901234567890,
                "z": -0
        }
}


)";

const std::string by_hand =
    "{ \"a\":1 ,\n  \"b\" : [1,2,\n3 ], \"c\":{\n\t\"d\":   true}\n ,\n\n\n\"e\":{}, \"f\": [ ] }  \n";

}  // namespace

const std::vector<Favourite>& favourites() {
  static const std::vector<Favourite> all{
      {"two spaces", package, spaces<2>},
      {"four spaces and blank lines", sections, spaces<4>},
      {"tabs", tabbed, tabs},
      {"two spaces with CRLF", with_crlf(package), crlf<spaces<2>>},
      {"tabs with CRLF", with_crlf(tabbed), crlf<tabs>},
      {"compact", one_line_compact, compact},
      {"one line with spaces", one_line_spaced, spaced_line},
      {"one line with padding in objects", one_line_padded, padded_line},
      {"objects one a line", one_row_each, rows},
      {"objects one a line, padded, with CRLF", with_crlf(padded_rows), crlf<rows>},
      {"brackets that hug", hugged, hugging},
      {"braces on lines of their own", allman, own_lines},
      {"comma first", commas_first, comma_first},
      {"values in a column", value_column, spaces<2>},
      {"colons in a column", colon_column, spaces<2>},
      {"spaces around colons", spaced_colon, spaced_colons},
      {"numbers several a line", matrix, spaces<2>},
      {"three spaces, no final newline", three_spaces, spaces<3>},
      {"no indentation", flush_left, not_indented},
      {"eight spaces, escapes, blank lines around", wide, spaces<8>},
      {"as it came", by_hand, anything},
  };
  return all;
}

}  // namespace holdfast::document
