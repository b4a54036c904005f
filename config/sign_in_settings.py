"""Settings of signing in, passwords and second factors that are the same everywhere; what the environment says is in
settings.py.
"""

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.LongestPasswordValidator"},
    {"NAME": "accounts.passwords.LeakedPasswordValidator"},
    {"NAME": "accounts.guessable.GuessablePasswordValidator"},
]
#: The link by which an invited person sets their password works for three days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "change_password": "accounts.password_forms.ChangePasswordForm",
    "reset_password_from_key": "accounts.password_forms.ResetPasswordKeyForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
#: Administrators vouch for the addresses of the accounts they make.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
#: An address without an account gets no letter: the desk writes to nobody who is not of it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    # A whole office may sit behind one address: by address there is only a high ceiling.
    "login": "600/m/ip",
    # key: account and address together (accounts/adapters.py). By account there is a growing wait (accounts/delays.py).
    "login_failed": "300/h/ip,20/15m/key",
    "reset_password": "100/h/ip,5/h/key",
    "step_up": "5/5m/key",
}

MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {"authenticate": "accounts.adapters.CodeForm", "reauthenticate": "accounts.adapters.CodeAgainForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_ADAPTER = "accounts.adapters.UserSessionsAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
