import { InputError } from '@backstage/errors';
import { parseNodeSelector } from './selector';

describe('parseNodeSelector', () => {
  it.each([
    ['tag:App=payments', { tag: ['App=payments'] }],
    ['tag:App', { tag: ['App'] }],
    [
      'tag:App=payments,environment=azure',
      { tag: ['App=payments'], environment: ['azure'] },
    ],
    ['environment=azure,environment=gcp', { environment: ['azure', 'gcp'] }],
    [
      ' platform=Ubuntu , account=111122223333 ,, region=eu-central-1 ',
      {
        platform: ['Ubuntu'],
        account: ['111122223333'],
        region: ['eu-central-1'],
      },
    ],
    [
      'owner=group:default/payments-team,application=system:default/payments',
      {
        owner: ['group:default/payments-team'],
        application: ['system:default/payments'],
      },
    ],
    // Tag keys and values may hold what separates things elsewhere.
    ['tag:aws:team=a=b c', { tag: ['aws:team=a=b c'] }],
    ['tag:__proto__=x', { tag: ['__proto__=x'] }],
  ])('reads %s', (selector, filter) => {
    expect(parseNodeSelector(selector)).toEqual(filter);
  });

  it.each(['', ' ', ',', ' , ,'])('refuses %j, which selects nothing', text => {
    expect(() => parseNodeSelector(text)).toThrow(
      new InputError('A node selector needs at least one term'),
    );
  });

  it.each([
    'payments',
    'tag:',
    'account=',
    '=payments',
    'status=left',
    'q=payments',
    'unclaimed=true',
    'relatedTo=system:default/payments',
    'Environment=azure',
    'constructor=x',
    '__proto__=x',
  ])('refuses %j, naming it', term => {
    const parse = () => parseNodeSelector(`region=eu-central-1,${term}`);
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(`Node selector term '${term}' is neither tag:`);
  });

  it('refuses values a field cannot have, naming field and selector', () => {
    const parse = () => parseNodeSelector('environment=the-moon');
    expect(parse).toThrow(InputError);
    expect(parse).toThrow(
      /^Node selector 'environment=the-moon': environment\.0: /,
    );
  });

  it('refuses a list without end', () => {
    const terms = Array.from({ length: 101 }, (_, index) => `tag:k${index}`);
    expect(() => parseNodeSelector(terms.join())).toThrow(InputError);
    expect(() => parseNodeSelector(terms.slice(1).join())).not.toThrow();
  });
});
