/** When Lambda begins to refuse a runtime: UTC dates, or `-` where none is set. */
interface Runtime {
  /** From then on no new function is created with it. */
  createBlockedFrom: string;
  /** From then on no function with it is changed. */
  updateBlockedFrom: string;
}

/**
 * Every runtime that Lambda knows or knew, with the two dates, as its page of runtimes had them in November 2026.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const dates = `
nodejs26.x       -          -
nodejs24.x       2028-06-01 2028-07-01
nodejs22.x       2027-06-01 2027-07-01
nodejs20.x       2027-02-01 2027-03-03
nodejs18.x       2027-02-01 2027-03-03
nodejs16.x       2027-02-01 2027-03-03
nodejs14.x       2024-01-09 2027-03-03
nodejs12.x       2023-03-31 2023-04-30
nodejs10.x       2021-07-30 2022-02-14
nodejs8.10       2020-02-04 2020-03-06
nodejs6.10       2019-07-12 2019-08-12
nodejs4.3-edge   2019-03-31 2019-04-30
nodejs4.3        2020-02-03 2020-03-05
nodejs           2016-09-30 2016-10-31
python3.15       -          -
python3.14       2029-07-31 2029-08-31
python3.13       2029-07-31 2029-08-31
python3.12       2028-11-30 2029-01-10
python3.11       2027-07-31 2027-08-31
python3.10       2027-02-01 2027-03-03
python3.9        2027-02-01 2027-03-03
python3.8        2027-02-01 2027-03-03
python3.7        2024-01-09 2027-03-03
python3.6        2022-07-18 2022-08-29
python2.7        2021-07-15 2022-05-30
java25           2029-07-31 2029-08-31
java17.al2023    -          -
java11.al2023    -          -
java8.al2023     -          -
java21           2029-07-31 2029-08-31
java17           2027-07-31 2027-08-31
java11           2027-07-31 2027-08-31
java8.al2        2027-07-31 2027-08-31
java8            2024-02-08 2027-03-03
dotnet10         2028-12-14 2029-01-15
dotnet8          2027-02-01 2027-03-03
dotnet6          2027-02-01 2027-03-03
dotnetcore3.1    2023-04-03 2023-05-03
dotnetcore2.1    2022-01-05 2022-04-13
dotnetcore2.0    2019-04-30 2019-05-30
dotnetcore1.0    2019-06-30 2019-07-30
ruby4.0          2029-04-30 2029-05-31
ruby3.4          2028-04-30 2028-05-31
ruby3.3          2027-04-30 2027-05-31
ruby3.2          2027-02-01 2027-03-03
ruby2.7          2024-01-09 2027-03-03
ruby2.5          2021-07-30 2022-03-31
go1.x            2024-02-08 2027-03-03
provided.al2023  2029-07-31 2029-08-31
provided.al2     2027-02-01 2027-03-03
provided         2024-02-08 2027-03-03
`;

export const runtimes: ReadonlyMap<string, Runtime> = new Map(
  dates
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', createBlockedFrom = '', updateBlockedFrom = ''] = line.split(/ +/);
      return [name, { createBlockedFrom, updateBlockedFrom }];
    }),
);
