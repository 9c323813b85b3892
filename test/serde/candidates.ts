/** Messages that fit, nearly fit or do not fit: every type of `sink.hproc` is asked about each of them. */

import type { Candidate, WireCase } from "./fixtures.js";

const repeat = (text: string, count: number): string => text.repeat(count);
const nested = (levels: number): string => repeat("[", levels) + repeat("]", levels);
/** Values at which an integer type begins or ends, with their neighbours. */
const bounds = [
  128, 129, 255, 256, 32767, 32768, 32769, 65535, 65536, 2147483647, 2147483648, 2147483649, 4294967295, 4294967296,
  9007199254740991, 9007199254740992n, 9007199254740993n, 9223372036854775807n, 9223372036854775808n,
  9223372036854775809n, 18446744073709551615n, 18446744073709551616n,
];

const words = [
  "null", "true", "false", "Null", "TRUE", "nul", "nulll", "true false", "undefined", "NaN", "Infinity", "-Infinity",
  "None", "", " ", "\n", "\t", "//", "null // comment", "/**/null", "'a'", "`a`", "a",
];

const numbers = [
  "0", "1", "5", "-1", "-5", "-0", "0.0", "-0.0", "1.0", "-1.0", "5.0", "255.0", "1.5", "0.5", "1e0", "1e2", "1E2", "1e+2",
  "1e-0", "1e5", "10e-1", "1e-1", "1.5e1", "15e-1", "1e15", "1e16", "1e19", "1e20", "1e21", "1e22", "1e38", "1e39", "-1e39",
  "3.4028235e38", "3.4028236e38", "1e308", "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "-1e309", "1e400",
  "1e999", "1e1000", "1e99999999999999999999", "1e-400", "-1e-400", "5e-324", "2e-324", "1e-45", "1e-46", "1e-99999999999999999999",
  "0e999", "0e99999999999999999999", "0.1", "0.10000000149011612", "0.30000000000000004", "123456789.123456789", "01", "00", "-01",
  "007", "+1", ".5", "5.", "1.e1", "1e", "1e+", "-", "--1", "0x10", "0b1", "0o7", "1_000", "1,000", "1 2", "1n", "1f", "1u8",
  "9007199254740991.0", "9007199254740993.0", "1234567890123456.0", "12345678901234567.5", "0.99999999999999999999",
  "1.00000000000000000001", "4.35", "0.000001", "1e-7", repeat("9", 20), repeat("9", 39), repeat("9", 40), repeat("9", 41),
  repeat("9", 100), repeat("9", 309), repeat("9", 400), `-${repeat("9", 30)}`, `0.${repeat("9", 400)}`, `1${repeat("0", 308)}`,
  `1${repeat("0", 309)}`, `0.${repeat("0", 400)}1`, `${repeat("1", 30)}.5`, "７",
  ...bounds.flatMap((bound) => [`${bound}`, `-${bound}`]),
];

const strings = [
  '""', '"a"', '"ab"', '"5"', '"0"', '"-1"', '"1.0"', '"true"', '"null"', '" "', '"é"', '"e\u0301"', '"😀"', '"\\ud83d\\ude00"',
  '"\\uD83D\\uDE00"', '"\\ud800"', '"\\udc00"', '"\\ud800a"', '"\\ud800\\ud800"', '"\\ude00\\ud83d"', '"\\u00e9"', '"\\u0000"', '"\\u00"',
  '"\\u00g0"', '"\\u{61}"', '"\\x41"', '"\\a"', '"\\\'"', '"\\/"', '"\\b\\f\\n\\r\\t\\"\\\\"', '"\\"', '"', '"a', 'a"', '"a" "b"', '"a"b',
  '"\u0000"', '"\n"', '"\t"', '"\u001f"', '"\u007f"', '"\u2028"', '"\ufeff"', '"\uffff"', '"\u{10ffff}"', '"\\uffff"', '"\\ud7ff"',
  '"\\ue000"', '"\\udbff\\udfff"', '"__proto__"', '"constructor"', '"aGk="', `"${repeat("a", 300)}"`, `"${repeat("😀", 2)}"`,
  '"Red"', '"red"', '"RED"', '"BlueGreen"', '"blue_green"', '"blue-green"', '"Dark"', '"dark-red"', '"dark_red"', '"Red "', '"R\\u0065d"',
  '"Busy"', '"Empty"', '"Refused"', '"Odd"', '"odd-one"', '"Ok"', '"Err"', '"Circle"', '"Perhaps"',
  '"alice.os@a:b:c.os"', '"a:b:c.os"', '"a:b:c:d"', '"a:b"', '"a::c"', '":b:c"', '"a:b:"', '"@a:b:c"', '"n@@a:b:c"', '"n@m@a:b:c"', '"n@a:b"',
  '"n@a:b:c:d"', '"n @ a : b : c"', '"N_1@A B:C/D:É"', '"n@a:b:c\\u0000"',
];

const lists = [
  "[]", "[ ]", "[0]", "[1,2]", "[1, 2]", "[1,2,3]", "[256]", "[-1]", "[1.0]", "[1e1]", "[1.5]", "[-0]", "[null]", "[[]]", "[[1]]", "[[1.5,2]]",
  "[1,]", "[,1]", "[1 2]", "[1;2]", "[", "]", "[1", "[1}", "[1]]", "[null,1]", "[1,null]", "[null,null]", '[1,"a"]', '["a",1]', '[1,"a",2]', "[[1,2],[3,4]]",
  '["a"]', '["a","a"]', '["a","b"]', '["b","a"]', "[1,1]", "[2,1]", '["Red"]', '["Red","Red"]', '["Red","BlueGreen"]', '["BlueGreen","Red"]',
  '[{"Red":null}]', '["dark-red"]', '[{"x":1,"y":2}]', '[{"x":1}]', "[7]", "[7,8]", "[18446744073709551615]", "[18446744073709551616]",
  '[[1,"a"],[true,[]]]', '[[1,"a"],[true,[1,2]]]', '[[1,"a"],[true]]', '[[1,"a"]]', '["a",1.0,[]]', '["a",1,["b"]]', '["a",1]', "[null,null,null]",
  '["Ada",null,null]', '["Ada",36,[1,2]]', '["Ada",36,{"x":1,"y":2}]', '[1,"kind"]', '[true,7,"a",[],null]', "[null,[1]]", '["image/png",[1]]',
  "[null,null,null,null,null,null,null,null]", nested(2), nested(3), nested(126), nested(127), nested(128), nested(129), nested(200),
  `${repeat("[", 127)}1${repeat("]", 127)}`, `[${repeat("1,", 300)}1]`,
];

const objects = [
  "{}", "{ }", "{,}", '{"a"}', '{"a":}', '{"a":1,}', '{"a" 1}', "{a:1}", "{'a':1}", '{1:1}', '{"a":1', '{"a":1]', '{"a":1}}', '{null:1}',
  '{"a":1}', '{"a":null}', '{"a":1,"b":2}', '{"b":2,"a":1}', '{"a":1,"a":2}', '{"a":1,"a":null}', '{"\\u0061":1}', '{"":1}', '{"__proto__":1}', '{"é":1}', '{"ab":1}',
  '{"a":256}', '{"a":"b"}', '{"a":true}', '{"a":{}}', '{"a":[]}', '{"\\ud800":1}', '{"\\ud83d\\ude00":1}', '{"\n":1}', '{" a":1}',
  '{"0":1}', '{"1":1}', '{"0":"a"}', '{"1":"a"}', '{"255":"a"}', '{"256":"a"}', '{"-1":"a"}', '{"-0":"a"}', '{"01":"a"}', '{"+1":"a"}', '{"1.0":"a"}', '{"1e2":"a"}', '{" 1":"a"}',
  '{"1 ":"a"}', '{"":"a"}', '{"1_0":"a"}', '{"0x1":"a"}', '{"18446744073709551615":"a"}', '{"18446744073709551616":"a"}', '{"9007199254740993":"a"}', '{"2":"b","1":"a"}',
  '{"1":"a","1":"b"}', '{"1":"a","2":"b"}', '{"10":"a","9":"b"}', '{"-1":true}', '{"1":true}', '{"-9223372036854775808":true}', '{"-9223372036854775809":true}', '{"9223372036854775808":true}', '{"-0":true}',
  '{"9007199254740991":1}', '{"9007199254740992":1}', '{"-9007199254740991":1}', '{"-1":1}', '{"2":1,"-1":2}', '{"-1":2,"2":1}',
  '{"true":1}', '{"false":0,"true":1}', '{"true":1,"false":0}', '{"True":1}', '{"1":{"a":true}}', '{"1":{"a":1}}', '{"1":{}}', '{"0":{},"1":{"a":true}}', '{"256":{}}',
  '{"Red":1}', '{"Red":null}', '{"Red":null,"x":1}', '{"Red":{}}', '{"Red":[]}', '{"Red":false}', '{"Dark":1}', '{"dark-red":1}', '{"dark-red":null}', '{"Red":1,"BlueGreen":2}', '{"BlueGreen":2,"Red":1}', '{"red":1}',
  '{"x":1,"y":2}', '{"y":2,"x":1}', '{"x":1,"y":2,"z":3}', '{"x":1}', '{"x":1,"y":null}', '{"x":1.0,"y":2}', '{"x":1,"y":2,"x":3}', '{"x":1,"y":2,"z":1,"z":2}', '{"X":1,"Y":2}',
  '{"x":1,"y":2147483648}', '{"x":"1","y":2}', '{"x":1,"y":2,"z":1e999}', '{"x":1,"y":2,"z":"\\ud800"}', `{"x":1,"y":2,"z":${nested(126)}}`, `{"x":1,"y":2,"z":${nested(127)}}`, `{"x":1,"y":2,"z":${nested(300)}}`,
  '{"x":1,"y":2,"":{"a":[null]}}', '{"x":1,"y":2,"__proto__":{"x":3}}', '{"__proto__":{"x":1,"y":2}}', '{"__proto__":{"a":1}}', '{"constructor":1}', '{ "x" : 1 ,\n"y"\t:\r2 }',
  '{"a":{"x":1,"y":2}}', '{"a":{"x":1}}', '{"a":{"x":1,"y":2},"b":{"x":0,"y":0}}',
  '{"full_name":"Ada"}', '{"full_name":"Ada","age":null}', '{"full_name":"Ada","age":36,"home":{"x":1,"y":2}}', '{"full_name":"Ada","home":{}}', '{"full_name":"Ada","home":[1,2]}', '{"fullName":"Ada"}', '{"full-name":"Ada"}', '{"full_name":null}',
  '{"full_name":"Ada","age":256}', '{"age":1}', '{"full_name":"Ada","age":"36"}',
  '{"flag":false}', '{"flag":null}', '{"count":1,"text":"b"}', '{"names":null}', '{"names":[]}', '{"maybe":null}', '{"maybe":5,"flag":true,"count":0,"text":"","names":["a"]}', '{"unknown":1}', '{"count":-1}', '{"count":"7"}',
  '{"userID":1,"type":"a"}', '{"user_id":1,"kind":"a"}', '{"userID":1}', '{"userId":1,"type":"a"}', '{"type":"a","userID":18446744073709551615}',
  '{"number":1}', '{"number":null,"list":[]}', '{"list":[null,1]}', '{"list":null}', '{"list":{}}', '{"outcome":{"Ok":null}}', '{"outcome":"Ok"}', '{"outcome":{"Err":"a"}}', '{"outcome":{"Ok":1}}', '{"by_text":{"a":null}}', '{"by_text":[]}',
  '{"shape":"Empty"}', '{"shape":{"Perhaps":null}}', '{"pair":[null,null]}', '{"pair":[1]}', '{"pair":null}', '{"anything":null}', '{"anything":{"a":[1]}}', '{"point":[1,2]}',
  '{"mime":null,"bytes":[1]}', '{"mime":"a","bytes":[]}', '{"bytes":[1,2]}', '{"bytes":"aGk="}', '{"mime":1,"bytes":[]}', '{"mime":null}', '{"mime":null,"bytes":[256]}', '{"mime":null,"bytes":null}', '{"mime":null,"bytes":{"0":1}}',
  '{"Ok":null}', '{"Ok":1}', '{"Ok":-1}', '{"Ok":{}}', '{"Ok":[]}', '{"Ok":"a"}', '{"Ok":{"x":1,"y":2}}', '{"Ok":[1,2]}', '{"Ok":{"Ok":1}}', '{"Ok":{"Err":"no"}}', '{"Ok":{"Ok":null}}',
  '{"Err":null}', '{"Err":1}', '{"Err":"no"}', '{"Err":"Busy"}', '{"Err":{"Busy":null}}', '{"Err":{"Missing":1}}', '{"Err":{"x":1,"y":2}}', '{"Err":{}}', '{"Ok":null,"Err":null}', '{"Ok":1,"Ok":2}', '{"ok":1}', '{"err":"no"}', '{"Ok":1,"x":2}',
  '{"Refused":"no"}', '{"Refused":null}', '{"Refused":1}', '{"Missing":18446744073709551615}', '{"Missing":"1"}', '{"Missing":1.0}', '{"Many":[]}', '{"Many":["a","b"]}', '{"Many":"a"}', '{"Busy":null}', '{"Busy":{}}', '{"Busy":[]}', '{"Busy":1}', '{"Busy":false}',
  '{"Busy":null,"Refused":"a"}', '{"Refused":"a","Refused":"b"}', '{"Gone":1}', '{"tag":"Missing","val":1}', '{"type":"Missing","value":1}', '["Busy"]', '["Missing",1]', '{"busy":null}',
  '{"Empty":null}', '{"Empty":[]}', '{"Circle":1}', '{"Circle":1.5}', '{"Circle":null}', '{"Circle":"1"}', '{"Circle":1e999}', '{"Polygon":[[0,1],[2,3.5]]}', '{"Polygon":[[0,1,2]]}', '{"Polygon":[]}', '{"Polygon":[{"0":1,"1":2}]}',
  '{"Named":{"full_name":"Ada"}}', '{"Named":["Ada",null,null]}', '{"Named":{}}', '{"Perhaps":null}', '{"Perhaps":1}', '{"Perhaps":[]}', '{"Outcome":{"Ok":1}}', '{"Outcome":{"Err":"a"}}', '{"Colored":"Red"}', '{"Colored":{"Red":null}}', '{"Colored":"Dark"}',
  '{"Packed":[0,255]}', '{"Packed":"aGk="}', '{"Packed":[256]}', '{"Wrapped":"Busy"}', '{"Wrapped":{"Busy":null}}', '{"Wrapped":{"Missing":1}}', '{"odd-one":1}', '{"Odd":1}', '{"odd_one":1}',
];

const framed = [
  " 1", "1 ", "\n1\n", "\t1\r", "\u000b1", "\u000c1", "\u00a01", "\u20281", "\ufeff1", "1\u0000", "\u00001", "1;", "1,", "1 1", "{}{}", "[][]", '""""', "null null", "1\n\n", "[]\n{}",
  " [ 1 , 2 ] ", "\u00a0[]", '\ufeff{"x":1,"y":2}', '{"x":1,"y":2}\u0000', '{"x":1,"y":2},',
];

/** UTF-8 that is none, in and around strings. */
const broken = [
  "ff", "22ff22", "22c322", "22c3a922", "22c0af22", "22eda08022", "22edb08022", "22eda0bdedb88022", "22f490808022", "22f09f988022", "22f09f9822", "22e2822022", "5b31ff5d", "7b22ff223a317d",
  "efbbbf31", "fffe3100", "feff0031", "31ff", "227f22", "22c28022", "22efbfbe22", "7b2278223a312c2279223a322c227a223a22ff227d",
];

/** The cases themselves, and the last one of each type in a wrapping that breaks it or does not. */
export function candidates(cases: readonly WireCase[]): readonly Candidate[] {
  const own = cases.filter(({ type, case: name }) => type !== "Request" && type !== "Reply" && !name.startsWith("bits "));
  const last = [...new Map(own.map(({ type, json }) => [type, json])).values()];
  const wrapped = last.flatMap((json) => [`\r\n\t ${json} \r\n`, `${json}x`, `${json}${json}`, json.slice(0, -1), `[${json}]`, `{"a":${json}}`, `{"Ok":${json}}`]);
  const texts = [...words, ...numbers, ...strings, ...lists, ...objects, ...framed, ...own.map(({ json }) => json), ...wrapped];
  return [...[...new Set(texts)].map((text) => ({ text })), ...broken.map((hex) => ({ hex }))];
}
