// Queries as trees with places in the text, from the parser of the embedded Prometheus.
import { loadQuerySyntax as load, type QueryExpr } from '../../prometheus/index.ts';

export type { QueryExpr };

export interface QuerySyntax {
  /** The tree of a query; undefined where it cannot be read. */
  parse(text: string): QueryExpr | undefined;
  /** The query of a tree, on one line. */
  print(expr: QueryExpr): string;
}

/** Loads the parser. */
export async function loadQuerySyntax(): Promise<QuerySyntax> {
  const { parsePromql, printExpr } = await load();
  return {
    parse(text) {
      try {
        return parsePromql(text);
      } catch (error) {
        if (error instanceof Error && error.name === 'PromqlError') return undefined;
        throw error;
      }
    },
    print: printExpr,
  };
}
