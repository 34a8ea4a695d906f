#!/usr/bin/env bash
# Deploys .aws-sam/build to one stage. Reads the variables that action.yml sets.
set -euo pipefail

# What samconfig.toml says for the stage: named on the command line, parameters take the place of all that stand there.
of_stage() { sed -n "/^\[$STAGE\.deploy\.parameters\]/,/^\[/s/^parameter_overrides = \"\(.*\)\"/\1/p" samconfig.toml; }

read -ra parameters <<<"$(of_stage)"
parameters+=("RolesBoundary=$ROLES_BOUNDARY_ARN" "Release=${GITHUB_SHA:0:12}")
# SAM refuses an empty value.
[ -z "$ALARM_EMAIL" ] || parameters+=("AlarmEmail=$ALARM_EMAIL")
[ -z "$MAIL_FROM" ] || parameters+=("MailFrom='$MAIL_FROM'")
[ -z "$MAIL_IDENTITY" ] || parameters+=("MailIdentity=$MAIL_IDENTITY")
[ -z "$WEB_ORIGIN" ] || parameters+=("WebOrigin=$WEB_ORIGIN")

# A first deployment cannot be rolled back, since what it makes is protected: it stops where it fails, and the next run goes on
# from there (docs/operations.md#the-first-deployment).
status=$(aws cloudformation describe-stacks --stack-name "shutterbus-$STAGE" --query 'Stacks[0].StackStatus' --output text 2>&1) ||
  case "$status" in *"does not exist"*) status="" ;; *) echo "$status" >&2 && exit 1 ;; esac
first=()
case "$status" in "" | REVIEW_IN_PROGRESS | CREATE_FAILED | UPDATE_FAILED) first=(--disable-rollback) ;; esac

pipx run --spec aws-sam-cli==1.170.0 sam deploy --config-env "$STAGE" --role-arn "$EXECUTION_ROLE_ARN" \
  --no-confirm-changeset --no-fail-on-empty-changeset "${first[@]}" --parameter-overrides "${parameters[@]}"
