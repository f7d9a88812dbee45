from django.urls import path

from tznr.home import views

urlpatterns = [path("", views.home, name="home")]
