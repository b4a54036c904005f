"""Addresses of people at the desk, under /desk/people/."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.person_list, name="person_list"),
    path("add/", views.person_add, name="person_add"),
    path("leavers/", views.person_leavers, name="person_leavers"),
    path("me/", views.account, name="account"),
    path("<int:pk>/", views.person_page, name="person_page"),
    path("<int:pk>/change/", views.person_change, name="person_change"),
    path("<int:pk>/office/", views.office_give, name="office_give"),
    path("<int:pk>/<slug:action>/", views.admin_action, name="person_deed"),
    path("offices/<int:pk>/end/", views.office_end, name="office_end"),
    path("offices/<int:pk>/delegate/", views.office_delegate, name="office_delegate"),
]
