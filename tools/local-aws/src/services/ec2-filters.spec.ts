import { matchesFilters } from './ec2-filters';

const tags = new Map([['Name', 'jump host']]);
const attributes = { 'vpc-id': 'vpc-1', state: 'create-complete' };

describe('matchesFilters', () => {
  it.each([
    ['no filter', '', true],
    ['an attribute', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1', true],
    ['one of several values', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-2&Filter.1.Value.2=vpc-1', true],
    ['another value', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-2', false],
    [
      'all of several filters',
      'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1&Filter.2.Name=state&Filter.2.Value.1=x',
      false,
    ],
    ['a wildcard', 'Filter.1.Name=state&Filter.1.Value.1=create-*', true],
    ['one character', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-?', true],
    ['a dot, which is no wildcard', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc.1', false],
    ['an escaped wildcard, which is none', 'Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-\\*', false],
    ['a tag', 'Filter.1.Name=tag:Name&Filter.1.Value.1=jump host', true],
    ['a tag that is not there', 'Filter.1.Name=tag:Other&Filter.1.Value.1=*', false],
    ['a tag key', 'Filter.1.Name=tag-key&Filter.1.Value.1=Name', true],
    ['an unknown name', 'Filter.1.Name=colour&Filter.1.Value.1=*', false],
  ])('decides by %s', (_, query, expected) => {
    expect(matchesFilters(new URLSearchParams(query), tags, attributes)).toBe(expected);
  });
});
