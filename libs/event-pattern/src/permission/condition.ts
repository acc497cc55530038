import { type Condition, listOf, matches } from './policy';

/** Whether something holds; `unclear` where it depends on what is not known here. */
export type Truth = 'yes' | 'no' | 'unclear';

/**
 * What is known of a request, by condition key in lower case (`aws:sourcearn`). `null`: the request does not carry the
 * key. A key that is not named here is not known.
 */
export type Facts = Readonly<Record<string, string | null>>;

type Test = (value: string, fact: string) => boolean;

const like: Test = (value, fact) => matches(value, fact);
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (value, fact) => value === fact,
  StringEqualsIgnoreCase: (value, fact) => value.toLowerCase() === fact.toLowerCase(),
  StringLike: like,
  // ArnEquals takes wildcards as ArnLike does.
  ArnEquals: like,
  ArnLike: like,
  Bool: (value, fact) => value.toLowerCase() === fact.toLowerCase(),
};

/**
 * Whether a statement's condition is met. A key that the request lacks fails the positive operators, and passes the
 * negated ones and those that end in `IfExists`.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function meets(condition: Condition, facts: Facts): Truth {
  const truths = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      one(operator, listOf(values).map(String), facts[key.toLowerCase()]),
    ),
  );
  if (truths.includes('no')) return 'no';
  return truths.includes('unclear') ? 'unclear' : 'yes';
}

function one(stated: string, values: readonly string[], fact: string | null | undefined): Truth {
  if (fact === undefined) return 'unclear';
  if (stated === 'Null') return truth(values.includes('true') === (fact === null));
  const ifExists = stated.endsWith('IfExists');
  const operator = ifExists ? stated.slice(0, -'IfExists'.length) : stated;
  const negated = /^(String|Arn)Not/.test(operator);
  const test = TESTS[negated ? operator.replace('Not', '') : operator];
  if (test === undefined) return 'unclear';
  if (fact === null) return truth(ifExists || negated);
  return truth(values.some((value) => test(value, fact)) !== negated);
}

function truth(holds: boolean): Truth {
  return holds ? 'yes' : 'no';
}
