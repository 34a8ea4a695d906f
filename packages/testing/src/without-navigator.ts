// Node has a global `navigator`. amazon-cognito-identity-js takes it for an old browser's and then multiplies big
// numbers by the method that suited that browser: seconds for one sign-in. Imported before the library.
Reflect.deleteProperty(globalThis, 'navigator');
