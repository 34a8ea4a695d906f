/** Dependencies without a CommonJS build: found by their `import` condition, then transformed like our own code. */
const esmOnlyPackages = ['@middy', 'client-zip', 'jose', 'thumbhash', 'ulid'];
const esmOnly = new RegExp(`^(${esmOnlyPackages.join('|')})(/|$)`);

/** Jest's default resolution, with the `import` condition added for the packages above. */
const resolve = (request, options) =>
  options.defaultResolver(request, {
    ...options,
    conditions: esmOnly.test(request) ? ['node', 'import', 'default'] : options.conditions,
  });

module.exports = resolve;
module.exports.esmOnlyPackages = esmOnlyPackages;
