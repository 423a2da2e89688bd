module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Contract tests that cannot be asked of real AWS are `itSimulated`.
    'jest/no-standalone-expect': [
      'error',
      { additionalTestBlockFunctions: ['itSimulated', 'itSimulated.each'] },
    ],
  },
});
