import { beforeEach, describe, expect, test } from 'vitest';
import { herePath, nextPath, tokenOfLink } from './ways';

describe('where one goes on after signing in', () => {
  beforeEach(() => history.replaceState(null, '', '/sign-in'));

  test.each([
    ['/a/acc_1/users?q=Zo%C3%AB', '/a/acc_1/users?q=Zo%C3%AB'],
    ['/accounts', '/accounts'],
  ])('to %s', (next, path) => {
    expect(nextPath(`?next=${encodeURIComponent(next)}`)).toBe(path);
  });

  test.each([
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    'accounts',
    '',
  ])('never to %j', (next) => {
    expect(nextPath(`?next=${encodeURIComponent(next)}`)).toBe('/');
  });
});

test('the token of a letter’s link stands in the fragment', () => {
  history.replaceState(null, '', '/register#token=reg_a-b_c');
  expect(tokenOfLink()).toBe('reg_a-b_c');
  expect(herePath()).toBe('/register');
  history.replaceState(null, '', '/register');
  expect(tokenOfLink()).toBeNull();
});
