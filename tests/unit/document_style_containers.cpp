// Whole objects and lists that come in.
#include "tests/unit/document_style.hpp"

namespace holdfast::document {

std::vector<Golden> new_containers() {
  return {
      {"over several lines, in the document's indentation",
       "{\n  \"a\": 1\n}\n",
       {R"(add /b {"x":{"y":[1,2]},"z":[]})"},
       "{\n  \"a\": 1,\n  \"b\": {\n    \"x\": {\n      \"y\": [\n        1,\n        2\n      ]\n    },\n   "
       " \"z\": []\n  }\n}\n"},
      {"sent over several lines into a compact document",
       R"({"a":1})",
       {"add /b {\n  \"x\": [\n    1,\n    2\n  ]\n}"},
       R"({"a":1,"b":{"x":[1,2]}})"},
      {"sent over several lines into one line with spaces",
       R"({"a": 1, "b": [1]})",
       {"add /c {\n  \"x\": [\n    1,\n    2\n  ]\n}"},
       R"({"a": 1, "b": [1], "c": {"x": [1, 2]}})"},
      {"a list like the list before",
       "{\n  \"a\": [\"x\", \"y\"]\n}\n",
       {R"(add /b ["p","q"])"},
       "{\n  \"a\": [\"x\", \"y\"],\n  \"b\": [\"p\", \"q\"]\n}\n"},
      {"lists of strings on one line, objects not",
       "{\n  \"name\": \"x\",\n  \"files\": [\"a\", \"b\"],\n  \"scripts\": {\n    \"run\": \"c\"\n  }\n}\n",
       {R"(add /keywords ["k","l"])", R"(add /engines {"e":"1"})"},
       "{\n  \"name\": \"x\",\n  \"files\": [\"a\", \"b\"],\n  \"scripts\": {\n    \"run\": \"c\"\n  },\n  "
       "\"keywords\": [\"k\", \"l\"],\n  "
       "\"engines\": {\n    \"e\": \"1\"\n  }\n}\n"},
      {"a list of objects is no list of strings",
       "{\n  \"files\": [\"a\", \"b\"]\n}\n",
       {R"(add /people [{"name":"x"},{"name":"y"}])"},
       "{\n  \"files\": [\"a\", \"b\"],\n  \"people\": [\n    {\n      \"name\": \"x\"\n    },\n    {\n      "
       "\"name\": \"y\"\n    }\n  ]\n}\n"},
      {"a list too long for one line",
       "{\n  \"a\": {\n    \"files\": [\"a\", \"b\"]\n  },\n  \"b\": 1\n}\n",
       {R"(add /b ["a string of some length", "and another one of some length", "and a third one, beyond the line"])"},
       "{\n  \"a\": {\n    \"files\": [\"a\", \"b\"]\n  },\n  \"b\": [\n    \"a string of some length\",\n   "
       " \"and another one of some "
       "length\",\n    \"and a third one, beyond the line\"\n  ]\n}\n"},
      {"padding of objects and of lists",
       "{\n  \"a\": { \"x\": 1 },\n  \"b\": [1, 2]\n}\n",
       {R"(add /c {"y":2,"z":3})", "add /d [3,4]"},
       "{\n  \"a\": { \"x\": 1 },\n  \"b\": [1, 2],\n  \"c\": { \"y\": 2, \"z\": 3 },\n  \"d\": [3, 4]\n}\n"},
      {"the members of a new element like those of its neighbour",
       "[\n  {\n    \"id\": 1,\n    \"tags\": [\"a\", \"b\"],\n    \"limits\": {\n      \"x\": [\n        "
       "1\n      ]\n    }\n  }\n]\n",
       {R"(add /- {"id":2,"tags":["c"],"limits":{"x":[2]}})"},
       "[\n  {\n    \"id\": 1,\n    \"tags\": [\"a\", \"b\"],\n    \"limits\": {\n      \"x\": [\n        "
       "1\n      ]\n    }\n  },\n  {\n    \"id\": "
       "2,\n    \"tags\": [\"c\"],\n    \"limits\": {\n      \"x\": [\n        2\n      ]\n    }\n  }\n]\n"},
      {"a member that the neighbouring element has too",
       "[\n  {\n    \"id\": 1,\n    \"tags\": [\"a\", \"b\"]\n  },\n  {\n    \"id\": 2\n  }\n]\n",
       {R"(add /1/tags ["c","d"])"},
       "[\n  {\n    \"id\": 1,\n    \"tags\": [\"a\", \"b\"]\n  },\n  {\n    \"id\": 2,\n    \"tags\": "
       "[\"c\", \"d\"]\n  }\n]\n"},
      {"a list of objects like another one that hugs",
       "{\n  \"a\": [{\n    \"x\": 1\n  }, {\n    \"x\": 2\n  }],\n  \"b\": 1\n}\n",
       {R"(add /c [{"y":1},{"y":2}])"},
       "{\n  \"a\": [{\n    \"x\": 1\n  }, {\n    \"x\": 2\n  }],\n  \"b\": 1,\n  \"c\": [{\n    \"y\": 1\n  "
       "}, {\n    \"y\": 2\n  }]\n}\n"},
      {"in place of a scalar",
       "{\n  \"a\": 1,\n  \"b\": 2\n}\n",
       {R"(replace /a {"x":1})"},
       "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": 2\n}\n"},
      {"in place of a list on one line",
       "{\n  \"a\": [1, 2],\n  \"b\": 2\n}\n",
       {R"(replace /a {"x":1})"},
       "{\n  \"a\": {\n    \"x\": 1\n  },\n  \"b\": 2\n}\n"},
      {"in place of the whole document",
       "{\n  \"a\": 1\n}\n",
       {R"(replace  [1,{"b":2}])"},
       "[\n  1,\n  {\n    \"b\": 2\n  }\n]\n"},
      {"in place of a whole compact document",
       R"({"a":1,"b":2})",
       {R"(replace  [1,{"b": 2}])"},
       R"([1,{"b":2}])"},
      {"empty ones stay closed",
       "{\n  \"a\": 1\n}\n",
       {"add /b { }", "add /c [\n]"},
       "{\n  \"a\": 1,\n  \"b\": {},\n  \"c\": []\n}\n"},
      {"copied to another depth",
       "{\n  \"a\": {\n    \"x\": [\n      1\n    ]\n  },\n  \"b\": {\n    \"c\": {\n      \"d\": 1\n    }\n "
       " }\n}\n",
       {"copy /a /b/c/e"},
       "{\n  \"a\": {\n    \"x\": [\n      1\n    ]\n  },\n  \"b\": {\n    \"c\": {\n      \"d\": 1,\n      "
       "\"e\": {\n        \"x\": [\n          1\n        "
       "]\n      }\n    }\n  }\n}\n"},
      {"moved up",
       "{\n  \"a\": {\n    \"x\": {\n      \"y\": 1\n    }\n  }\n}\n",
       {"move /a/x /x"},
       "{\n  \"a\": {},\n  \"x\": {\n    \"y\": 1\n  }\n}\n"},
      {"moved within a list", "[\n  1,\n  2,\n  3\n]\n", {"move /0 /2"}, "[\n  2,\n  3,\n  1\n]\n"},
      {"moved within a list on one line", "[1, 2, 3]\n", {"move /2 /0"}, "[3, 1, 2]\n"},
      {"braces on lines of their own",
       "{\n  \"a\":\n  {\n    \"x\": 1\n  },\n  \"n\": 1\n}\n",
       {R"(add /b {"y":{"z":2}})", "add /c 3"},
       "{\n  \"a\":\n  {\n    \"x\": 1\n  },\n  \"n\": 1,\n  \"b\":\n  {\n    \"y\":\n    {\n      \"z\": "
       "2\n    }\n  },\n  \"c\": 3\n}\n"},
      {"compact objects in a document over lines",
       "{\n  \"a\": {\"x\":1,\"y\":2},\n  \"b\": {\"x\":3,\"y\":4}\n}\n",
       {R"(add /c {"x": 5, "y": 6})", "add /d 1"},
       "{\n  \"a\": {\"x\":1,\"y\":2},\n  \"b\": {\"x\":3,\"y\":4},\n  \"c\": {\"x\":5,\"y\":6},\n  \"d\": "
       "1\n}\n"},
  };
}

}  // namespace holdfast::document
