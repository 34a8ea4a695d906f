import * as z from 'zod';
import { passwordPolicy } from './password-policy.ts';

/** Accepted: it has no effect on one machine. */
const noEffect = z.unknown().optional();

const attributeSchema = z.strictObject({
  Name: z.string(),
  AttributeDataType: z.enum(['String', 'Number', 'Boolean', 'DateTime']).default('String'),
  Mutable: z.boolean().default(true),
  Required: z.boolean().default(false),
  DeveloperOnlyAttribute: z.literal(false).optional(),
  StringAttributeConstraints: z
    .strictObject({ MinLength: z.coerce.number().optional(), MaxLength: z.coerce.number().optional() })
    .optional(),
  NumberAttributeConstraints: z
    .strictObject({ MinValue: z.coerce.number().optional(), MaxValue: z.coerce.number().optional() })
    .optional(),
});

const lambdaArn = z.string().startsWith('arn:').optional();
const unsupportedTrigger = z
  .undefined({
    error: 'the sandbox does not run this trigger (custom challenges, migration and custom senders)',
  })
  .optional();

const lambdaConfig = z.strictObject({
  PreSignUp: lambdaArn,
  CustomMessage: lambdaArn,
  PostConfirmation: lambdaArn,
  PreAuthentication: lambdaArn,
  PostAuthentication: lambdaArn,
  PreTokenGeneration: lambdaArn,
  PreTokenGenerationConfig: z
    .strictObject({ LambdaArn: z.string(), LambdaVersion: z.enum(['V1_0', 'V2_0', 'V3_0']) })
    .optional(),
  UserMigration: unsupportedTrigger,
  DefineAuthChallenge: unsupportedTrigger,
  CreateAuthChallenge: unsupportedTrigger,
  VerifyAuthChallengeResponse: unsupportedTrigger,
  CustomEmailSender: unsupportedTrigger,
  CustomSMSSender: unsupportedTrigger,
});
export type LambdaConfig = z.infer<typeof lambdaConfig>;

const signInNames = z.array(
  z.enum(['email', 'preferred_username'], { error: 'the sandbox sends no text messages' }),
);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html */
export const poolProperties = z.strictObject({
  UserPoolName: z.string().optional(),
  UsernameAttributes: z.array(z.literal('email')).default([]),
  AliasAttributes: signInNames.default([]),
  AutoVerifiedAttributes: z.array(z.literal('email')).default([]),
  Policies: z
    .strictObject({
      PasswordPolicy: passwordPolicy.prefault({}),
      SignInPolicy: z.strictObject({ AllowedFirstAuthFactors: z.array(z.literal('PASSWORD')) }).optional(),
    })
    .prefault({}),
  LambdaConfig: lambdaConfig.default({}),
  Schema: z.array(attributeSchema).default([]),
  UsernameConfiguration: z.strictObject({ CaseSensitive: z.boolean().default(true) }).prefault({}),
  AccountRecoverySetting: z
    .strictObject({
      RecoveryMechanisms: z.array(
        z.strictObject({
          Name: z.enum(['verified_email', 'verified_phone_number', 'admin_only']),
          Priority: z.number(),
        }),
      ),
    })
    .optional(),
  AdminCreateUserConfig: z
    .strictObject({
      AllowAdminCreateUserOnly: z.boolean().default(false),
      UnusedAccountValidityDays: z.number().optional(),
      InviteMessageTemplate: z
        .strictObject({
          EmailMessage: z.string().optional(),
          EmailSubject: z.string().optional(),
          SMSMessage: noEffect,
        })
        .optional(),
    })
    .prefault({}),
  EmailConfiguration: z
    .strictObject({
      From: z.string().optional(),
      EmailSendingAccount: z.enum(['COGNITO_DEFAULT', 'DEVELOPER']).optional(),
      SourceArn: noEffect,
      ReplyToEmailAddress: noEffect,
      ConfigurationSet: noEffect,
    })
    .optional(),
  EmailVerificationMessage: z.string().optional(),
  EmailVerificationSubject: z.string().optional(),
  VerificationMessageTemplate: z
    .strictObject({
      DefaultEmailOption: z
        .literal('CONFIRM_WITH_CODE', { error: 'the sandbox confirms with codes only' })
        .optional(),
      EmailMessage: z.string().optional(),
      EmailSubject: z.string().optional(),
      SmsMessage: noEffect,
    })
    .optional(),
  UserAttributeUpdateSettings: z
    .strictObject({ AttributesRequireVerificationBeforeUpdate: z.array(z.literal('email')) })
    .optional(),
  MfaConfiguration: z.literal('OFF', { error: 'the sandbox has no multi-factor sign-in' }).default('OFF'),
  /** A stack is not deleted here, and the feature plans differ in what is billed and in threat protection. */
  DeletionProtection: noEffect,
  UserPoolTier: z.enum(['LITE', 'ESSENTIALS', 'PLUS']).optional(),
  UserPoolAddOns: noEffect,
  UserPoolTags: noEffect,
});
export type PoolProperties = z.infer<typeof poolProperties>;

const flows = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_CUSTOM_AUTH',
] as const;
const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpoolclient.html */
export const clientProperties = z
  .strictObject({
    UserPoolId: z.string(),
    ClientName: z.string().optional(),
    ExplicitAuthFlows: z
      .array(z.enum(flows))
      .default(['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH']),
    GenerateSecret: z
      .literal(false, { error: 'the sandbox has public clients only, without a secret' })
      .optional(),
    PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
    EnableTokenRevocation: z.boolean().default(true),
    AccessTokenValidity: z.number().optional(),
    IdTokenValidity: z.number().optional(),
    RefreshTokenValidity: z.number().optional(),
    TokenValidityUnits: z
      .strictObject({
        AccessToken: unit.default('hours'),
        IdToken: unit.default('hours'),
        RefreshToken: unit.default('days'),
      })
      .prefault({}),
    RefreshTokenRotation: z
      .strictObject({
        Feature: z.enum(['ENABLED', 'DISABLED']),
        RetryGracePeriodSeconds: z.number().int().min(0).max(60).default(0),
      })
      .optional(),
    ReadAttributes: z.array(z.string()).optional(),
    WriteAttributes: z.array(z.string()).optional(),
    SupportedIdentityProviders: z.array(z.literal('COGNITO')).optional(),
    /** Minutes that a challenge stays open. */
    AuthSessionValidity: z.number().int().min(3).max(15).default(3),
    EnablePropagateAdditionalUserContextData: noEffect,
  })
  .refine(
    (client) =>
      client.RefreshTokenRotation?.Feature !== 'ENABLED' ||
      !client.ExplicitAuthFlows.includes('ALLOW_REFRESH_TOKEN_AUTH'),
    { error: 'RefreshTokenRotation needs ALLOW_REFRESH_TOKEN_AUTH left out of ExplicitAuthFlows' },
  );
export type ClientProperties = z.infer<typeof clientProperties>;
