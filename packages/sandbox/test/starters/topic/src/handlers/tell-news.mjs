export const tell = async ({ Records }) => {
  for (const { Sns } of Records) console.log(`told ${Sns.Subject}: ${Sns.Message}`);
};
