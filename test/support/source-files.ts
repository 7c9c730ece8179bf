/** The source files of `src`, parsed: what they import and what their literals and comments say. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface Import {
  /** The imported file as a path in `src`, or the name of a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** Path in `src`, such as "text/fold.ts". */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  /** Strings, templates and regular expressions as they are written. */
  readonly literals: readonly string[];
  readonly comments: readonly string[];
  /** Reads `process.env` or loads an environment file. */
  readonly readsEnvironment: boolean;
}

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** All TypeScript files of `src`. */
export function sourceFiles(): SourceFile[] {
  return pathsOf('ts').map((path) => parse(path, readFileSync(join(SRC, path), 'utf8')));
}

/** The paths in `src` of all files with an extension. */
export function pathsOf(extension: string): string[] {
  const paths = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  return paths.filter((path) => path.endsWith(`.${extension}`)).sort();
}

export function readSource(path: string): string {
  return readFileSync(join(SRC, path), 'utf8');
}

function parse(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const literals: string[] = [];
  const comments = new Set<string>();
  let readsEnvironment = false;
  const visit = (node: ts.Node): void => {
    const imported = importOf(node, path);
    if (imported) imports.push(imported);
    if (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)) literals.push(node.getText(file));
    if (/^process\s*\??\.\s*env$/.test(node.getText(file)) || node.getText(file) === 'loadEnvFile')
      readsEnvironment = true;
    for (const comment of commentsAt(node, text)) comments.add(comment);
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return { path, text, imports, literals, comments: [...comments], readsEnvironment };
}

function importOf(node: ts.Node, path: string): Import | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const typeOnly =
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes(node.importClause?.namedBindings);
    return { target: resolve(path, node.moduleSpecifier.text), typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { target: resolve(path, node.moduleSpecifier.text), typeOnly: node.isTypeOnly };
  }
  return null;
}

function onlyTypes(bindings: ts.NamedImportBindings | undefined): boolean {
  return (
    bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.every((element) => element.isTypeOnly)
  );
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(dirname(from), specifier) : specifier;
}

function commentsAt(node: ts.Node, text: string): string[] {
  const ranges = [
    ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
    ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
  ];
  return ranges.map((range) => text.slice(range.pos, range.end));
}
