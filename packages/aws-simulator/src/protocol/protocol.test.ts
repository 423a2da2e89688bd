import { DescribeInstances$ } from '@aws-sdk/client-ec2';
import {
  DescribeInstancePatchStates$,
  DescribeInstanceProperties$,
  ListNodes$,
  ListNodesSummary$,
} from '@aws-sdk/client-ssm';
import { AssumeRole$ } from '@aws-sdk/client-sts';
import { decodeInput } from './decode';
import { ContractViolationError, encodeJson } from './encode';
import { decodeQuery } from './queryInput';
import { readOperation } from './shapes';
import { encodeXml, escapeXml } from './xml';

const properties = readOperation(DescribeInstanceProperties$);
const patchStates = readOperation(DescribeInstancePatchStates$);
const listNodes = readOperation(ListNodes$);
const summary = readOperation(ListNodesSummary$);
const instances = readOperation(DescribeInstances$);
const assumeRole = readOperation(AssumeRole$);

describe('encodeJson', () => {
  it('writes timestamps as epoch seconds and leaves out what is undefined', () => {
    const encoded = encodeJson(
      properties.output,
      {
        InstanceProperties: [
          { LastPingDateTime: new Date(1_700_000_000_500), Name: undefined },
        ],
        NextToken: undefined,
      },
      'x',
    );

    expect(encoded).toEqual({
      InstanceProperties: [{ LastPingDateTime: 1_700_000_000.5 }],
    });
  });

  it.each([
    ['an unknown member', { Instances: [] }, 'x.Instances'],
    ['a wrong type', { NextToken: 1 }, 'x.NextToken'],
    [
      'an unknown member further down',
      { InstanceProperties: [{ Platform: 'Linux' }] },
      'x.InstanceProperties[].Platform',
    ],
    [
      'text for a timestamp',
      { InstanceProperties: [{ LaunchTime: '2026-01-01' }] },
      'x.InstanceProperties[].LaunchTime',
    ],
  ])('refuses %s', (_, value, path) => {
    const encode = () => encodeJson(properties.output, value, 'x');

    expect(encode).toThrow(ContractViolationError);
    expect(encode).toThrow(`${path}: expected`);
  });

  it('refuses a structure without a required member', () => {
    expect(() =>
      encodeJson(
        patchStates.output,
        { InstancePatchStates: [{ InstanceId: 'i-1' }] },
        'x',
      ),
    ).toThrow('x.InstancePatchStates[].PatchGroup: expected a required member');
  });

  it('wants exactly one member of a union', () => {
    const encode = (NodeType: object) =>
      encodeJson(listNodes.output, { Nodes: [{ NodeType }] }, 'x');

    expect(encode({ Instance: { Name: 'a' } })).toEqual({
      Nodes: [{ NodeType: { Instance: { Name: 'a' } } }],
    });
    expect(() => encode({})).toThrow('exactly one member');
  });

  it('knows lists of maps', () => {
    const value = { Summary: [{ Count: '1', Region: 'eu-central-1' }] };

    expect(encodeJson(summary.output, value, 'x')).toEqual(value);
    expect(() =>
      encodeJson(summary.output, { Summary: [{ Count: 1 }] }, 'x'),
    ).toThrow('x.Summary[].Count: expected text');
  });
});

describe('decodeInput', () => {
  const decode = (value: unknown, missing: string[] = []) =>
    decodeInput(patchStates.input, value, '', missing);

  it('collects required members that are not there', () => {
    const missing: string[] = [];
    decode({ MaxResults: 10 }, missing);

    expect(missing).toEqual(['instanceIds']);
  });

  it.each([
    ['an unknown member', { InstanceIds: [], Colour: 'red' }],
    ['text for a number', { InstanceIds: [], MaxResults: '10' }],
    ['text for a list', { InstanceIds: 'i-1' }],
    ['a list instead of a structure', []],
  ])('refuses %s', (_, value) => {
    expect(() => decode(value)).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });
});

describe('decodeQuery', () => {
  it('reads EC2 filters', () => {
    const form = new URLSearchParams(
      'Filter.1.Name=tag%3AOwner&Filter.1.Value.1=a&Filter.1.Value.2=b&MaxResults=5&InstanceId.1=i-1&DryRun=false',
    );

    expect(decodeQuery(instances.input, form, 'ec2Query')).toEqual({
      Filters: [{ Name: 'tag:Owner', Values: ['a', 'b'] }],
      MaxResults: 5,
      InstanceIds: ['i-1'],
      DryRun: false,
    });
  });

  it('reads lists of awsQuery', () => {
    const form = new URLSearchParams(
      'RoleArn=r&RoleSessionName=s&Tags.member.1.Key=k&Tags.member.1.Value=v&TransitiveTagKeys.member.1=k',
    );

    expect(decodeQuery(assumeRole.input, form, 'awsQuery')).toEqual({
      RoleArn: 'r',
      RoleSessionName: 's',
      Tags: [{ Key: 'k', Value: 'v' }],
      TransitiveTagKeys: ['k'],
    });
  });

  it.each([
    ['RoleArn=r', 'MissingParameter'],
    ['RoleArn=r&RoleSessionName=s&Colour=red', 'UnknownParameter'],
    [
      'RoleArn=r&RoleSessionName=s&DurationSeconds=long',
      'InvalidParameterValue',
    ],
  ])('refuses %s', (form, code) => {
    expect(() =>
      decodeQuery(assumeRole.input, new URLSearchParams(form), 'awsQuery'),
    ).toThrow(expect.objectContaining({ code }));
  });
});

describe('encodeXml', () => {
  it('uses the names that EC2 uses on the wire', () => {
    const xml = encodeXml(
      instances.output,
      { Reservations: [{ Instances: [{ Tags: [{ Key: 'k', Value: 'v' }] }] }] },
      'x',
    );

    expect(xml).toBe(
      '<reservationSet><item><instancesSet><item><tagSet><item><key>k</key><value>v</value></item></tagSet></item></instancesSet></item></reservationSet>',
    );
  });

  it('refuses members the model does not have', () => {
    expect(() => encodeXml(instances.output, { Instances: [] }, 'x')).toThrow(
      'x.Instances: expected a member of',
    );
  });

  it('escapes markup and replaces what XML cannot hold', () => {
    expect(escapeXml('<a href="x">&\n\u0007')).toBe(
      '&lt;a href=&quot;x&quot;&gt;&amp;&#xA;\uFFFD',
    );
  });
});
