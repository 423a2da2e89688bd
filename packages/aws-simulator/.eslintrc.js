module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Contract tests that not every AWS account can be asked, see the harness.
    'jest/no-standalone-expect': [
      'error',
      {
        additionalTestBlockFunctions: [
          'itSimulated',
          'itSimulated.each',
          'itWithRole',
          'itWithRole.each',
        ],
      },
    ],
  },
});
