// The desk's types, made from the description of the Admin API, which the server makes from its own table of routes.

export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  enum?: string[];
  const?: string;
  type?: string;
  format?: string;
  description?: string;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema;
}

interface Answer {
  description: string;
  content?: Record<string, { schema?: Schema }>;
}

export interface Description {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Answer> }>>;
  components: { schemas: Record<string, Schema> };
}

const HEAD = `// Made from docs/openapi.json by \`npm run types\`, and not written by hand.
`;

/** All of the description as TypeScript. */
export function typesOf(api: Description): string {
  const shapes = Object.entries(api.components.schemas).map(([name, schema]) => declare(name, schema, schema.description ?? ""));
  const answers: string[] = [];
  const calls = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, { operationId, responses }] of Object.entries(methods)) {
      const address = path.slice(1).replace(/\{[^}]+\}/g, "${string}");
      const known = calls.get(method.toUpperCase()) ?? [];
      calls.set(method.toUpperCase(), [...known, address.includes("$") ? `\`${address}\`` : `"${address}"`]);
      const [answer] = Object.entries(responses).flatMap(([status, one]) => (status === "default" ? [] : [one]));
      const schema = answer?.content?.["application/json"]?.schema;
      if (answer && schema) answers.push(declare(operationId.charAt(0).toUpperCase() + operationId.slice(1), schema, `Answer: ${answer.description}`));
    }
  }
  const lines = [...calls].map(([method, paths]) => `  ${method}:\n${paths.map((path) => `    | ${path}`).join("\n")};`);
  const every = `/** The paths that each method has, below the API. */\nexport interface Calls {\n${lines.join("\n")}\n}\n`;
  return [HEAD, ...shapes, ...answers, every].join("\n");
}

function declare(name: string, schema: Schema, says: string): string {
  const isPlain = schema.type === "object" && schema.properties !== undefined;
  const body = isPlain ? `export interface ${name} ${object(schema, "")}` : `export type ${name} = ${type(schema, "")};`;
  return `/** ${says} */\n${body}\n`;
}

function type(schema: Schema, indent: string): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").pop() ?? "unknown";
  if (schema.allOf) return schema.allOf.map((one) => type(one, indent)).join(" & ");
  if (schema.anyOf) return schema.anyOf.map((one) => type(one, indent)).join(" | ");
  if (schema.enum) return schema.enum.map((text) => JSON.stringify(text)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (schema.type) {
    case "string":
      return schema.format === "binary" ? "Blob" : "string";
    case "number":
    case "boolean":
    case "null":
      return schema.type;
    case "array":
      return array(schema, indent);
    case "object":
      return schema.additionalProperties ? `Record<string, ${type(schema.additionalProperties, indent)}>` : object(schema, indent);
    default:
      return "unknown";
  }
}

function array({ items = {}, minItems, maxItems }: Schema, indent: string): string {
  const item = type(items, indent);
  if (minItems === 1 && maxItems === 1) return `[${item}]`;
  return / [|&] /.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
}

function object({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, schema]) => `${inner}${name}${required.includes(name) ? "" : "?"}: ${type(schema, inner)};`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}
