"""Addresses of grants at the desk, under /desk/grants/."""

from django.urls import path

from grants.views import (
    actuals,
    agreements,
    forecasts,
    grants,
    obligations,
    organisations,
    outcome,
    portfolio,
    spend,
    terms,
)

urlpatterns = [
    path("", grants.grant_list, name="grant_list"),
    path("add/", grants.grant_add, name="grant_add"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<int:pk>/", organisations.organisation_change, name="organisation_change"),
    path("funds/<int:pk>/", organisations.fund_change, name="fund_change"),
    path("<int:pk>/", grants.grant_page, name="grant_page"),
    path("<int:pk>/change/", grants.grant_change, name="grant_change"),
    path("<int:pk>/money/", grants.grant_money, name="grant_money"),
    path("<int:pk>/outcome/", outcome.grant_outcome, name="grant_outcome"),
    path("<int:pk>/agreement/", agreements.agreement_add, name="agreement_add"),
    path("<int:pk>/agreement/terms/", terms.term_add, name="term_add"),
    path("<int:pk>/agreement/terms/<int:term>/met/", terms.term_meet, name="term_meet"),
    path("<int:pk>/owed/", obligations.obligation_add, name="obligation_add"),
    path("<int:pk>/spend/", spend.grant_spend, name="grant_spend"),
    path("<int:pk>/actuals/", actuals.actual_list, name="actual_list"),
    path("<int:pk>/actuals.csv", actuals.actual_file, {"form": "csv"}, name="actual_csv"),
    path("<int:pk>/actuals.xlsx", actuals.actual_file, {"form": "xlsx"}, name="actual_xlsx"),
    path("<int:pk>/actuals/add/", actuals.actual_add, name="actual_add"),
    path("<int:pk>/actuals/<int:entry>/correct/", actuals.actual_correct, name="actual_correct"),
    path("<int:pk>/figures/", forecasts.figures_by_year, name="figures_by_year"),
    path("<int:pk>/figures.csv", forecasts.figures_file, {"form": "csv"}, name="figures_csv"),
    path("<int:pk>/figures.xlsx", forecasts.figures_file, {"form": "xlsx"}, name="figures_xlsx"),
    path("<int:pk>/figures/<int:tranche>/", forecasts.figures_by_month, name="figures_by_month"),
    path("<int:pk>/figures/<int:tranche>/add/", forecasts.forecast_add, name="forecast_add"),
    path("<int:pk>/anticipated/", portfolio.anticipated_list, name="anticipated_list"),
    path("<int:pk>/anticipated/add/", portfolio.anticipated_add, name="anticipated_add"),
    path("<int:pk>/anticipated/<int:anticipated>/", portfolio.anticipated_settle, name="anticipated_settle"),
]
