/**
 * What kit's generators of callers see of an interface. They do not parse WIT but look at its lines, one by one: see the
 * functions `parse_wit_file` of kit's `caller_utils_generator.rs` and `caller_utils_ts_generator.rs`.
 */

export interface ScannedSignature {
  readonly name: string;
  readonly transport: string;
  /** Of `// HTTP:` above the record. */
  readonly http: string | undefined;
  /** Names of `// args:` with the types of `arg-types`. */
  readonly parameters: readonly (readonly [name: string, type: string])[];
  readonly returns: string | undefined;
}

export interface ScannedInterface {
  readonly signatures: readonly ScannedSignature[];
  /** Members of records, variants and enums, by name. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  readonly aliases: Readonly<Record<string, string>>;
}

export function scanInterface(text: string): ScannedInterface {
  const lines = text.split("\n").map((line) => line.trim());
  const signatures: ScannedSignature[] = [];
  const types: Record<string, readonly string[]> = {};
  const aliases: Record<string, string> = {};
  let args: string | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const [, kind = "", head = ""] = /^(record|variant|enum) (.*)$/.exec(line) ?? [];
    if (line.startsWith("// args:")) args = line;
    else if (line.startsWith("type ")) {
      const [, name = "", type = ""] = /^type (.*?) = (.*?);?$/.exec(line) ?? [];
      aliases[withoutEscape(name)] = type;
    } else if (kind !== "") {
      const name = withoutEscape(head.replace(/ \{$/, ""));
      const above = lines.slice(0, index).reverse();
      const members: string[] = [];
      while (++index < lines.length && !lines[index]?.startsWith("}")) {
        const member = lines[index] ?? "";
        if (member !== "" && !member.startsWith("//")) members.push(withoutEscape(member.replace(/,$/, "")));
      }
      if (kind === "record" && name.includes("-signature-")) {
        signatures.push(readSignature(name, members, args, above));
        args = undefined;
      } else types[name] = members;
    }
  }
  return { signatures, types, aliases };
}

function readSignature(
  record: string,
  members: readonly string[],
  args: string | undefined,
  above: readonly string[],
): ScannedSignature {
  const [name = "", transport = ""] = record.split("-signature-");
  // A line with another `:` is skipped.
  const fields = new Map(
    members
      .map((member) => member.split(":"))
      .filter(({ length }) => length === 2)
      .map(([field = "", type = ""]) => [field.trim(), type.trim()]),
  );
  const end = above.findIndex((line) => line !== "" && !line.startsWith("//"));
  const http = above.slice(0, end < 0 ? undefined : end).find((line) => line.startsWith("// HTTP:"));
  const names = splitList(/^\/\/ args: \((.*)\)$/.exec(args ?? "")?.[1] ?? "").map(
    (part) => part.split(":")[0]?.trim() ?? "",
  );
  const types = splitList(/^tuple<(.*)>$/.exec(fields.get("arg-types") ?? "")?.[1] ?? "");
  return {
    name,
    transport,
    http: transport === "http" ? http?.replace("// HTTP:", "").trim() : undefined,
    parameters: types.map((type, index) => [names[index] ?? `arg${index}`, type]),
    returns: fields.get("returning"),
  };
}

function splitList(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  for (const part of list.split(",")) {
    if (depth > 0) parts[parts.length - 1] += `,${part}`;
    else if (part.trim() !== "") parts.push(part);
    depth += part.split("<").length - part.split(">").length;
  }
  return parts.map((part) => part.trim());
}

function withoutEscape(text: string): string {
  return text.replace(/^%/, "");
}
