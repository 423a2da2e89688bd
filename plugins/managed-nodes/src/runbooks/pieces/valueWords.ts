import {
  DocumentParameterType,
  ParameterValue,
} from '@managed-nodes/plugin-managed-nodes-common';

/** A value as people read it. */
export function valueWords(value: ParameterValue | null): string {
  if (value === null) {
    return '–';
  }
  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }
  if (value === '' || (Array.isArray(value) && !value.length)) {
    return 'nothing';
  }
  if (typeof value !== 'object') {
    return String(value);
  }
  const texts = Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
  return Array.isArray(value) && texts.length === value.length
    ? texts.join(', ')
    : JSON.stringify(value, null, 1);
}

/** What a type of AWS is to people. */
export const TYPE_WORDS: Record<DocumentParameterType, string> = {
  String: 'Text',
  StringList: 'List of texts',
  Boolean: 'Yes or no',
  Integer: 'Whole number',
  MapList: 'List of objects',
  StringMap: 'Object',
  'AWS::EC2::Instance::Id': 'Node',
  'List<AWS::EC2::Instance::Id>': 'Nodes',
  'AWS::S3::Bucket::Name': 'S3 bucket',
  'List<AWS::S3::Bucket::Name>': 'S3 buckets',
  'AWS::IAM::Role::Arn': 'IAM role',
  'List<AWS::IAM::Role::Arn>': 'IAM roles',
};
